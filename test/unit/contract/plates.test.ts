import { colourOf, maskPlate, type PlateClass, PlateText, parsePlate } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const ZERO_WIDTH = '\u200b'
const accepted: [string, string, PlateClass][] = [
  ['粤B12345', '粤B12345', 'ordinary'],
  ['粤b·12345', '粤B12345', 'ordinary'],
  ['粤Ｂ１２３４５', '粤B12345', 'ordinary'],
  ['粤B 123 45', '粤B12345', 'ordinary'],
  ['粤B•1234-5', '粤B12345', 'ordinary'],
  ['粤BA1B45', '粤BA1B45', 'ordinary'],
  ['粤B1AB45', '粤B1AB45', 'ordinary'],
  ['鲁F12345', '鲁F12345', 'ordinary'],
  ['鲁YAB123', '鲁YAB123', 'ordinary'],
  ['粤BD12345', '粤BD12345', 'newEnergySmall'],
  ['粤BDA1234', '粤BDA1234', 'newEnergySmall'],
  ['粤BK12345', '粤BK12345', 'newEnergySmall'],
  ['粤B12345D', '粤B12345D', 'newEnergyLarge'],
  ['粤ZF023港', '粤ZF023港', 'crossBorder'],
  ['粤ZF023澳', '粤ZF023澳', 'crossBorder'],
  ['粤B1234学', '粤B1234学', 'training'],
  ['粤B1234警', '粤B1234警', 'police'],
  ['粤B1234超', '粤B1234超', 'oversize'],
  ['沪A1234领', '沪A1234领', 'consulate'],
  ['123456使', '123456使', 'embassy'],
  ['使123456', '使123456', 'embassy'],
]
const rejected = [
  ...[
    '',
    ' ',
    '粤',
    '粤B',
    '12345',
    'B12345',
    '粤12345',
    '台A12345',
    '港A12345',
    '粤I12345',
    '粤O12345',
    '粤BI1234',
    '粤B1O345',
  ],
  ...[
    '粤B1234',
    '粤B123456',
    '粤B1234567',
    '粤BABC12',
    '粤BABCDE',
    '粤BL12345',
    '粤B12345L',
    '粤BDAB234',
    '粤B12345DF',
  ],
  ...[
    `粤B12${ZERO_WIDTH}345`,
    '\ufeff粤B12345',
    '粤B12345\n',
    '粤B\t12345',
    '粤B12\u00ad345',
    '粤B12345\u0000',
    '粤\u202eB12345',
  ],
  ...[
    '无牌车001',
    'WJ粤12345',
    'WJ1234X',
    '粤B1234挂',
    '粤B1234试',
    '粤B1234临',
    '粤B1234领学',
    '粤B12345;',
    '粤B1234五',
  ],
  ...['12345使', '粤B123学', '粤粤12345', '粤B12345粤B12345', '粤B12345'.padEnd(40), 'ABCDEFG'],
]

describe('a plate', () => {
  test.each(accepted)('[PL1] %s is taken as %s, %s', (raw, normalised, plateClass) => {
    expect(parsePlate(raw)).toEqual({ raw, normalised, plateClass })
    expect(PlateText.safeParse(raw).success).toBe(true)
  })

  test.each(rejected)('[PL2] %j is no plate we take', raw => {
    expect(parsePlate(raw)).toBeUndefined()
    expect(PlateText.safeParse(raw).success).toBe(false)
  })

  test('[PL2] the reject list is long enough to mean something', () => {
    expect(new Set(rejected).size).toBeGreaterThanOrEqual(30)
  })

  test('[PL3] normalising once is normalising for ever, and what is decoration does not tell plates apart', () => {
    const decorated = fc.array(fc.constantFrom('', '', ' ', '·', '-', '•', '・'), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(fc.constantFrom(...accepted), decorated, fc.boolean(), ([, normalised], marks, lower) => {
        const raw = [...normalised].map((c, i) => `${marks[i]}${lower ? c.toLowerCase() : c}`).join('')
        expect(parsePlate(raw)?.normalised).toBe(normalised)
        expect(parsePlate(normalised)?.normalised).toBe(normalised)
      }),
      { verbose: 1 },
    )
  })

  test('[PL4] no text at all makes the parser fail or take letters I and O', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^粤[A-Z][A-Z0-9]{4,7}$/))
    fc.assert(
      fc.property(text, raw => {
        const plate = parsePlate(raw)
        if (plate !== undefined) expect(plate.normalised).not.toMatch(/[IO]/)
      }),
      { verbose: 1, numRuns: 1000 },
    )
  })

  test('[PL5] the colour follows the class: eight characters are green', () => {
    for (const [, normalised, plateClass] of accepted) expect(colourOf(plateClass) === 5).toBe(normalised.length === 8)
    expect((['ordinary', 'training', 'police', 'consulate', 'embassy', 'crossBorder'] as const).map(colourOf)).toEqual([
      ...[1, 2, 3, 4, 4, 4],
    ])
  })

  test('[PL6] a masked plate keeps two characters at each end, and nothing of a short one', () => {
    expect(['鲁F12345', '鲁FD12345', '鲁F123'].map(maskPlate)).toEqual(['鲁F***45', '鲁F***45', '鲁F***23'])
    expect(['', '鲁F1', '鲁F12'].map(maskPlate)).toEqual(['***', '***', '***'])
  })
})
