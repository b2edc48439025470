/** The same, as it comes about: what others only read is written here. */
export type Writable<T> = { -readonly [Key in keyof T]: T[Key] }
