import { describe, expect, test } from 'vitest'
import { couponFindingsOf, type PlatformSurvey } from '../../../parking-bridge/src/check/coupon-findings.ts'

const FINE: PlatformSurvey = {
  url: 'https://platform.example/',
  can: { grantSerial: true, sync: true },
  heard: { reply: { code: '1002', fields: {} } },
  isGood: true,
  skewMs: 400,
}
const said = (level: string, survey: PlatformSurvey): string[] =>
  couponFindingsOf(survey).flatMap(one => (one.level === level ? one.en : []))

test('[BC6] a platform that takes our signature, and whose clock is right, is in order', () => {
  expect(couponFindingsOf(FINE).map(({ level }) => level)).toEqual(['good', 'good'])
  expect(said('good', FINE)[0]).toBe(
    'https://platform.example/ answers, and each side takes the signature of the other',
  )
})

describe('[BC6] what keeps a bridge from working is a fault, with what a technician can do', () => {
  const bad = { ...FINE, isGood: false }
  test.each([
    [{ ...bad, heard: { reply: { failed: 'ECONNREFUSED' } } }, /no answer of use \(ECONNREFUSED\)\. Check address/],
    [{ ...bad, heard: { reply: { failed: 'not signed' }, unbelieved: '1401' } }, /answers 1401.*COUPON_SECRET/],
    [{ ...bad, heard: { reply: { code: '403', fields: {} } } }, /refuses a question with 403: check COUPON_APP_ID/],
    [{ ...FINE, skewMs: 31_000 }, /31\.0 s off: set it/],
  ])('%#', (survey, told) => expect(said('fault', survey)).toEqual([expect.stringMatching(told)]))
})

test('[BC6] what such a platform does not promise is a note', () => {
  const note = (change: Partial<PlatformSurvey>) => said('note', { ...FINE, ...change })
  expect(note({ can: { grantSerial: false, sync: true } })).toEqual([expect.stringMatching(/two minutes later/)])
  expect(note({ can: { grantSerial: true, sync: false } })).toEqual([expect.stringMatching(/what 1403 means/)])
  expect(note({ can: { grantSerial: false, sync: false } })).toEqual([
    expect.stringMatching(/not sent again, people look at it/),
    expect.stringMatching(/what 1403 means/),
  ])
  expect(note({ url: 'http://platform.example/' })).toEqual([expect.stringMatching(/without TLS/)])
  expect(note({ url: 'http://127.0.0.1:9/' })).toEqual([])
  const { skewMs: _none, ...mute } = FINE
  expect(couponFindingsOf(mute)).toHaveLength(1)
})
