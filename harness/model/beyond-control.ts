/** What to do about a target that does what no schedule decides, and that may do no harm. */
export const adviceBeyondControl =
  'where it does no harm, use `onewriter race`, which needs no control, or keep it out of the target'
