import { describe, expect, it } from 'vitest'
import { findServices, lettersAfter } from '../../../../hall-display/src/kiosk/search.ts'

const SERVICES = [
  { code: 'enterprise', prefix: 'A', zh: '企业开办与变更', en: 'Business registration' },
  { code: 'property', prefix: 'B', zh: '不动产登记', en: 'Real-estate registration' },
  { code: 'tax', prefix: 'F', zh: '税务', en: 'Tax' },
]
const SPELLINGS = {
  enterprise: { initials: 'qykbybg', whole: 'qiyekaibanyubiangeng' },
  property: { initials: 'bdcdj', whole: 'budongchandengji' },
  tax: { initials: 'sw', whole: 'shuiwu' },
}
const find = (typed: string) => findServices(SERVICES, SPELLINGS, typed).map(({ code }) => code)

describe('[FA62] a service is found by a few letters', () => {
  it.each([
    ['', ['enterprise', 'property', 'tax']],
    ['qy', ['enterprise']],
    ['KB', ['enterprise']],
    ['b', ['enterprise', 'property']],
    ['budong', ['property']],
    ['登记', ['property']],
    ['registration', ['enterprise', 'property']],
    ['real-estate reg', ['property']],
    ['zz', []],
  ])('%s finds %j', (typed, codes) => expect(find(typed)).toEqual(codes))

  it('of letters only those are offered that lead to a service', () => {
    expect(lettersAfter(SERVICES, SPELLINGS, '')).toEqual([...'bcdgjkqswy'])
    expect(lettersAfter(SERVICES, SPELLINGS, 'b')).toEqual([...'dgy'])
    expect(lettersAfter(SERVICES, SPELLINGS, 'sw')).toEqual([])
    for (const letter of lettersAfter(SERVICES, SPELLINGS, '')) expect(find(letter)).not.toEqual([])
  })

  it('without spellings the names still find', () => {
    expect(findServices(SERVICES, {}, '税')).toHaveLength(1)
    expect(lettersAfter(SERVICES, {}, '')).toEqual([])
  })
})
