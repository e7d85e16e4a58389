import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const SRC = fileURLToPath(new URL('../../../../hall-display/src/', import.meta.url))

export const css = (path: string): string => readFileSync(SRC + path, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '')

export const filesEnding = (...endings: string[]): string[] =>
  readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(path => endings.some(ending => path.endsWith(ending)))

export const THEMES = ['day', 'night'] as const
export type Theme = (typeof THEMES)[number]

/** The colours of tokens.css by name. */
export const tokens: Readonly<Record<string, Record<Theme, string>>> = Object.fromEntries(
  [
    ...css('tokens.css').matchAll(
      /--([\w-]+): light-dark\((#[0-9a-f]{6}|rgb\([^)]*\)), (#[0-9a-f]{6}|rgb\([^)]*\))\)/g,
    ),
  ].map(([, name, day, night]) => [name!, { day: day!, night: night! }]),
)

/** Relative luminance, as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const channels = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
  const [red, green, blue] = channels.map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

/** The contrast of two colours `#rrggbb`, from 1 to 21, as WCAG 2.2 defines it. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

export interface Rule {
  selector: string
  /** Token names by property, where the whole value is one token. */
  colour?: string | undefined
  ground?: string | undefined
}

const tokenIn = (body: string, property: string): string | undefined =>
  new RegExp(`(?:^|[\\s;])${property}: var\\(--([\\w-]+)\\)`).exec(body)?.[1]

/** The rules of a style sheet that set a colour or a ground. */
export const rulesOf = (path: string): Rule[] =>
  [...css(path).matchAll(/([^{}]+)\{([^{}]*)\}/g)].map(([, selector, body]) => ({
    selector: `${path}: ${selector!.trim()}`,
    colour: tokenIn(body!, 'color'),
    ground: tokenIn(body!, 'background'),
  }))
