import type { Page } from 'playwright-core'

/**
 * Every text of a page whose contrast with what is behind it is below 4.5 to 1.
 * https://www.w3.org/TR/WCAG22/#contrast-minimum
 */
export function illegible(page: Page): Promise<string[]> {
  return page.evaluate(`(() => {
    const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
    const over = (below, colour) => {
      context.fillStyle = 'rgb(' + below.join(' ') + ')'
      context.fillRect(0, 0, 1, 1)
      context.fillStyle = colour
      context.fillRect(0, 0, 1, 1)
      return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3)
    }
    const ancestors = (element) => (element ? [...ancestors(element.parentElement), element] : [])
    const behind = (element) =>
      ancestors(element).reduce((below, each) => over(below, getComputedStyle(each).backgroundColor), [255, 255, 255])
    const luminance = (rgb) => {
      const [r, g, b] = rgb.map((part) => part / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found = new Set()
    while (texts.nextNode()) {
      const { parentElement: element, data } = texts.currentNode
      if (data.trim() === '' || !element.checkVisibility()) continue
      const background = behind(element)
      const [one, other] = [background, over(background, getComputedStyle(element).color)].map(luminance)
      const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
      if (contrast < 4.5) found.add(data.trim() + ': ' + contrast.toFixed(2))
    }
    return [...found]
  })()`)
}
