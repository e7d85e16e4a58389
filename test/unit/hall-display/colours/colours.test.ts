import { describe, expect, test } from 'vitest'
import { contrast, css, filesEnding, rulesOf, THEMES, tokens } from './tokens.ts'

const TEXT_MIN = 4.5
const GRAPHIC_MIN = 3
const GROUNDS = ['paper', 'card', 'accent-pale', 'good-pale', 'warn-pale', 'bad-pale', 'call-pale', 'off-pale']
/** Every text of the house on every ground it stands on. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  ink: GROUNDS,
  'ink-soft': GROUNDS,
  accent: ['paper', 'card', 'accent-pale', 'off-pale'],
  'accent-deep': ['paper', 'card', 'accent-pale'],
  good: ['paper', 'card', 'good-pale', 'accent-pale'],
  warn: ['paper', 'card', 'warn-pale', 'accent-pale'],
  bad: ['paper', 'card', 'bad-pale', 'accent-pale'],
  call: ['paper', 'card', 'call-pale'],
  off: ['off-pale'],
  print: ['code-ground'],
  'on-accent': ['accent', 'accent-deep'],
  'on-level': ['level-5', 'level-4', 'level-3', 'level-2', 'level-1'],
  ...Object.fromEntries([5, 4, 3, 2, 1].map(level => [`level-${level}`, ['paper', 'card']])),
}
/** Edges, rings and bars that say something. */
const GRAPHICS: Readonly<Record<string, readonly string[]>> = {
  'line-strong': ['paper', 'card'],
  focus: ['paper', 'card', 'accent-pale'],
}
/** Carry no meaning, or lie over everything. */
const SILENT = ['line', 'veil', 'shade', 'code-ground']
const sheets = filesEnding('.css')
const pairs = (table: typeof TEXTS) =>
  Object.entries(table).flatMap(([on, grounds]) => grounds.map((of): [string, string] => [on, of]))

describe('the colours of the house', () => {
  test('[FA2] are all read from tokens.css, each by day and by night', () => {
    expect(Object.keys(tokens).length).toBe((css('tokens.css').match(/light-dark\(/g) ?? []).length)
    expect(Object.keys(tokens).length).toBeGreaterThan(25)
  })

  test.each(THEMES)('[FA2] by %s every text on its ground has 4.5 to 1, and lines that carry meaning 3 to 1', theme => {
    const low = [
      ...pairs(TEXTS).map(pair => [...pair, TEXT_MIN] as const),
      ...pairs(GRAPHICS).map(pair => [...pair, GRAPHIC_MIN] as const),
    ].flatMap(([on, ground, min]) => {
      const found = contrast(tokens[on]![theme], tokens[ground]![theme])
      return found < min ? [`${on} on ${ground}: ${found.toFixed(2)} < ${min}`] : []
    })

    expect(low).toEqual([])
  })

  test('[FA2] every token is judged, and every text and ground that a rule names together is', () => {
    const judged = new Set([...Object.keys(TEXTS), ...Object.keys(GRAPHICS), ...pairs(TEXTS).flat(), ...SILENT])
    expect(Object.keys(tokens).filter(name => !judged.has(name))).toEqual([])

    const rules = sheets.flatMap(rulesOf)
    expect(rules.length).toBeGreaterThan(200)
    const strangers = rules
      .filter(({ colour, ground }) => colour !== undefined && tokens[colour] !== undefined && ground !== 'tone')
      .filter(({ colour, ground }) => TEXTS[colour!] === undefined || (ground && !TEXTS[colour!]!.includes(ground)))

    expect(strangers).toEqual([])
  })

  test('[FA2] the contrast is reckoned as WCAG does', () => {
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21)
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
  })
})

const RAW =
  /#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch|lab|lch|hwb|color-mix|color)a?\(|:[^;{]*\b(?:white|black|red|green|blue|gray|grey|orange|yellow)\b[^;{]*;/i

describe('raw colours', () => {
  test('[FA2] stand in tokens.css alone: no other sheet and no chart names one', () => {
    const found = sheets
      .filter(path => path !== 'tokens.css')
      .flatMap(path =>
        css(path)
          .split('\n')
          .filter(line => RAW.test(line))
          .map(line => `${path}: ${line.trim()}`),
      )
    expect(found).toEqual([])

    const inCode = filesEnding('.ts', '.tsx').filter(path =>
      /['"`]#[0-9a-f]{3,8}['"`]|['"`](?:rgb|hsl)a?\(/i.test(css(path)),
    )
    expect(inCode).toEqual([])
  })

  test('[FA2] every token that a sheet or a chart asks for stands in tokens.css, or beside it', () => {
    const all = [...sheets, ...filesEnding('.ts', '.tsx')].map(css).join('\n')
    const given = new Set(
      [...all.matchAll(/(--[\w-]+):|['"](--[\w-]+)['"]/g)].map(([, name, inCode]) => name ?? inCode),
    )
    const asked = [...all.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name!)
    expect(asked.length).toBeGreaterThan(300)

    expect([...new Set(asked.filter(name => !given.has(name)))]).toEqual([])
  })
})
