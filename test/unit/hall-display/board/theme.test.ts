import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const SRC = new URL('../../../../hall-display/src/', import.meta.url)
const css = (path: string): string => readFileSync(new URL(path, SRC), 'utf8')

/** Name and value of each token that is declared in a block. */
const declared = (block: string): Map<string, string> =>
  new Map([...block.matchAll(/--([a-z0-9-]+):\s*([^;]+);/g)].map(([, name, value]) => [name!, value!.trim()]))

/** The relative luminance of WCAG 2.2. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map(at => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

const tokens = declared(css('tokens.css').split('[data-', 1)[0]!)
const [night, day] = css('board/theme.css').split(':root[data-theme="day"]').map(declared) as [
  Map<string, string>,
  Map<string, string>,
]

describe.each([
  ['night', night],
  ['day', day],
])('the colours of the board by %s', (_name, theme) => {
  const colour = (name: string): string => {
    const value = theme.get(`board-${name}`)!
    return value.startsWith('var(') ? tokens.get(value.slice(6, -1))! : value
  }

  test('[FA29] calls and figures are 7 to 1 on their ground, other text 6 to 1, bars of a chart 3 to 1', () => {
    for (const ink of ['ink', 'soft', 'call', 'good', 'bad', 'accent'])
      for (const ground of ['card', 'ground'])
        expect(contrast(colour(ink), colour(ground)), `${ink} on ${ground}`).toBeGreaterThanOrEqual(
          ink === 'bad' || ink === 'soft' ? 6 : 7,
        )
    for (const ink of ['ink', 'call']) expect(contrast(colour(ink), colour('flash'))).toBeGreaterThanOrEqual(4.5)
    for (const level of [1, 2, 3, 4, 5])
      expect(contrast(colour(`level-${level}`), colour('card')), `level ${level}`).toBeGreaterThanOrEqual(3)
  })
})
