import type { GateRecord } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { Scans } from '../../../../../parking-bridge/src/lot/methods/cameras.ts'
import { type ScanTold, scanOf, withScan } from '../../../../../parking-bridge/src/lot/methods/scans.ts'
import { time } from '../../../../edge/lot-contract/process.ts'

const AT = '2026-11-23T01:12:03.000Z'
const later = (seconds: number): string => new Date(Date.parse(AT) + seconds * 1_000).toISOString()
const TOLD: ScanTold = {
  ...{ text: '鲁F·12345', codeType: 'CN blue', at: Date.parse(AT), quality: 61 },
  imageId: 'nsu=urn:cam;s=p1',
}
const told = (change: Partial<ScanTold> = {}) => scanOf({ ...TOLD, ...change })!
const entered = (change: object = {}): GateRecord => ({
  ...{ kind: 'entered', gateSeq: 1, stayId: 's1', plate: '鲁F12345', carClass: 'casual', laneId: 'Lane_1' },
  ...{ enteredAt: AT, ...change },
})

describe('[GT60] what a camera read, in the words of the house', () => {
  test('plate, moment, colour, how sure it was and its picture', () =>
    expect(told()).toEqual({
      ...{ plate: '鲁F12345', at: AT, confidence: 61, plateColour: 1, imageId: 'nsu=urn:cam;s=p1' },
    }))

  test.each([
    ['CN blue', 1],
    ['黄牌', 2],
    ['White', 3],
    ['black', 4],
    ['CN.green', 5],
    ['绿', 5],
    // A plate in two colours is none we know.
    ['yellow-green', undefined],
    ['OCR', undefined],
    [7, undefined],
  ])('a code type of %s is the colour %s', (codeType, plateColour) =>
    expect(told({ codeType }).plateColour).toBe(plateColour),
  )

  test('what is no percentage, no picture or no plate of ours is as if not told', () => {
    expect(told({ quality: 101 })).not.toHaveProperty('confidence')
    expect(told({ quality: undefined })).not.toHaveProperty('confidence')
    for (const imageId of ['x'.repeat(97), '', '鲁F12345.jpg', 'a\nb'])
      expect(told({ imageId })).not.toHaveProperty('imageId')
    expect(told({ imageId: undefined })).not.toHaveProperty('imageId')
    expect(told({ text: 'WJ鲁1234' }).plate).toBe('WJ鲁1234')
  })

  test.each([{ text: '' }, { text: undefined }, { at: undefined }, { at: 0 }])('%o is nobody’s', change =>
    expect(scanOf({ ...TOLD, ...change })).toBeUndefined(),
  )
})

describe('[GT61] a scan stands beside the entry of its plate', () => {
  test('that is nearest to it, and within a minute', () => {
    const scans = [
      told({ at: Date.parse(later(-50)), quality: 10 }),
      told({ at: Date.parse(later(2)), quality: 20 }),
      told({ at: Date.parse(later(3)), quality: 30 }),
    ]
    expect(withScan(entered(), scans)).toMatchObject({ confidence: 20, plateColour: 1, imageId: 'nsu=urn:cam;s=p1' })
    expect(withScan(entered({ enteredAt: later(64) }), scans)).toEqual(entered({ enteredAt: later(64) }))
    // Read twice at one moment, the last reading counts.
    expect(withScan(entered(), [told({ quality: 40 }), told({ quality: 90 })])).toMatchObject({ confidence: 90 })
  })

  test('and changes nothing that the gate tells: not its word of how sure it was, no other plate, no other fact', () => {
    expect(withScan(entered({ confidence: 97 }), [told()])).toMatchObject({ confidence: 97, plateColour: 1 })
    const { plate: _none, ...unread } = entered() as Extract<GateRecord, { kind: 'entered' }>
    const exit = { kind: 'paid', gateSeq: 2, stayId: 's1', paidFen: 0, paidAt: AT } as GateRecord
    for (const record of [unread, entered({ plate: '鲁F12346' }), exit])
      expect(withScan(record, [told()])).toEqual(record)
  })
})

describe('[GT61] an entry that is read before its scan is published', () => {
  const now = new Date().toISOString()
  const fresh = entered({ enteredAt: now })
  const scan = told({ at: Date.parse(now) })

  test('waits for it a moment, where cameras are heard, and goes on without it', async () => {
    const scans = new Scans(time, 1)
    scans.begin(true)
    const late = scans.added([fresh])
    setTimeout(() => scans.take(scan), 50)
    expect(await late).toMatchObject([{ confidence: 61 }])
    const other = entered({ plate: '鲁F99999', enteredAt: now })
    expect(await scans.added([other])).toEqual([other])
  })

  test('waits for nobody where there are none to hear, of what happened long ago, and once it is there', async () => {
    const waits: number[] = []
    const patient = new Scans({ ...time, after: (ms, run) => time.after(Math.min(0, waits.push(ms)), run) }, 1)
    await patient.added([fresh])
    patient.begin(true)
    await patient.added([entered()])
    patient.take(scan)
    expect(await patient.added([fresh])).toMatchObject([{ confidence: 61 }])
    patient.begin()
    await patient.added([entered({ plate: '鲁F99999', enteredAt: now })])
    expect(waits).toEqual([])
  })
})
