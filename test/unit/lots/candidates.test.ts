import { ERASED, fen, nearPlates, oneOff, parseEnding, parsePlate } from '@pingting/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { carAt, endingIn as endingInLots } from '../../../server/src/lots/candidates.ts'
import { evolve, initial, type LotState } from '../../../server/src/lots/state.ts'

const minute = (n: number) => new Date(Date.UTC(2026, 6, 1, 1, n)).toISOString()

function enter(state: LotState, stayId: string, plate: string | undefined, enteredAt: string): void {
  evolve(state, {
    ...{ type: 'stay.entered', v: 1, at: minute(9), lotId: 'l1', gateSeq: 1, stayId, carClass: 'casual', laneId: 'in' },
    ...{ enteredAt, ...(plate === undefined ? {} : { plate }) },
  })
}

/** A lot with these cars inside, each entered a minute after the one before; `s0` is the first. */
function lotWith(...plates: (string | undefined)[]): LotState {
  const state = initial()
  for (const [n, plate] of plates.entries()) enter(state, `s${n}`, plate, minute(n))
  return state
}
const leave = (state: LotState, stayId: string) =>
  evolve(state, {
    ...{ type: 'stay.exited', v: 1, at: minute(50), lotId: 'l1', gateSeq: 50, stayId, laneId: 'out' },
    ...{ exitedAt: minute(50), minutes: 1, feeBeforeFen: fen(0), feeWaivedFen: fen(0), feeAfterFen: fen(0) },
  })
const ids = (stays: readonly { stayId: string }[] | 'tooMany') =>
  stays === 'tooMany' ? stays : stays.map(({ stayId }) => stayId)
const endingIn = (state: LotState, ending: string) => endingInLots([{ lotId: 'l1', state }], ending)
const nearTo = (state: LotState, plate: string) => nearPlates(plate, [...state.stays.values()])

describe('the last characters of a plate', () => {
  test('[PL7] cars inside that end so are found, the latest entered first, however the characters are written', () => {
    const state = lotWith('鲁F12345', '鲁Y·98345', '鲁F34512', '鲁FA234S', undefined)
    expect(ids(endingIn(state, '345'))).toEqual(['s1', 's0'])
    expect(ids(endingIn(state, '３４ s'))).toEqual(['s3'])
    expect(ids(endingIn(state, 'f12345'))).toEqual(['s0'])
  })

  test('[PL7] the order is that of the entries, not that in which they were told', () => {
    const state = lotWith('鲁F12345', '鲁Y98345')
    enter(state, 's9', '鲁F77345', minute(0).replace(':00.', ':30.'))
    expect(ids(endingIn(state, '345'))).toEqual(['s1', 's9', 's0'])
  })

  test('[PL7] a car that has left, and one nobody could read, is no candidate', () => {
    const state = lotWith('鲁F12345', '鲁Y98345', undefined)
    leave(state, 's1')
    expect(ids(endingIn(state, '345'))).toEqual(['s0'])
  })

  test('[PL7] a plate erased is no candidate, and neither is what nobody could bind', () => {
    const state = lotWith(ERASED, '鲁F1O345', '鲁F1234挂', '鲁F12345')
    expect([...'s0 s1 s2 s3'.split(' ')].map(stayId => carAt(state, stayId)?.plate)).toEqual([
      ...[undefined, '鲁F1O345', '鲁F1234挂', '鲁F12345'],
    ])
    expect(ids(endingIn(state, '345'))).toEqual(['s3'])
    expect(ids(endingIn(state, 'SED'))).toEqual([])
  })

  test('[PL7] the car of a stay is told as long as it is inside', () => {
    const state = lotWith('鲁F·12345', undefined)
    expect(carAt(state, 's0')).toEqual({ stayId: 's0', plate: '鲁F12345', enteredAt: minute(0) })
    expect([carAt(state, 's1'), carAt(state, 'none')]).toEqual([undefined, undefined])
    leave(state, 's0')
    expect(carAt(state, 's0')).toBeUndefined()
  })

  test('[PL7] [PL8] of several lots all cars are found together, and counted together', () => {
    const [east, west] = [lotWith('鲁F12345', '鲁Y98345'), lotWith(...[0, 1, 2].map(n => `鲁F1${n}345`))]
    const both = [
      { lotId: 'east', state: east },
      { lotId: 'west', state: west },
    ]
    expect(endingInLots(both, '345')).toHaveLength(5)
    expect(endingInLots(both, '8345')).toEqual([
      { lotId: 'east', stayId: 's1', plate: '鲁Y98345', enteredAt: minute(1) },
    ])
    enter(west, 's9', '鲁F19345', minute(9))
    expect(endingInLots(both, '345')).toBe('tooMany')
  })

  test('[PL8] five that end so are shown, six are not: the answer would be a list of who is inside', () => {
    const plates = [0, 1, 2, 3, 4].map(n => `鲁F1${n}345`)
    expect(endingIn(lotWith(...plates), '345')).toHaveLength(5)
    expect(endingIn(lotWith(...plates, '鲁F19345'), '345')).toBe('tooMany')
  })

  test('[PL8] two characters and seven, a province and anything else are no ending', () => {
    for (const text of ['45', '1234567', '鲁F12345', '', '3*5', '34\u200b5', '...', '34\n5', `345${' '.repeat(30)}`])
      expect(parseEnding(text), JSON.stringify(text)).toBeUndefined()
    expect(endingIn(lotWith('鲁F12345'), '45')).toEqual([])
    expect(['345', '2345', '12345', 'f12345', '34警'].map(parseEnding)).toEqual([
      '345',
      '2345',
      '12345',
      'F12345',
      '34警',
    ])
  })

  test('[PL7] every plate is found by each of its endings, and by no ending it does not have', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9]{5}$/),
        fc.stringMatching(/^[0-9]{3,5}$/),
        fc.integer({ min: 3, max: 6 }),
        (digits, other, length) => {
          const state = lotWith(`鲁F${digits}`)
          expect(ids(endingIn(state, `鲁F${digits}`.slice(-length)))).toEqual(['s0'])
          expect(endingIn(state, other)).toHaveLength(digits.endsWith(other) ? 1 : 0)
        },
      ),
    )
  })
})

describe('a plate read one character off', () => {
  test('[PL9] the look-alikes are told from other characters, both ways', () => {
    for (const [a, b] of ['0D', '0O', 'DO', '8B', '2Z', '5S'].map(pair => [pair.charAt(0), pair.charAt(1)]))
      expect([oneOff(`鲁F1${a}345`, `鲁F1${b}345`), oneOff(`鲁F1${b}345`, `鲁F1${a}345`)]).toEqual([
        ...['lookAlike', 'lookAlike'],
      ])
    expect(oneOff('鲁F12345', '鲁F12349')).toBe('other')
    expect([oneOff('鲁F1B345', '鲁F10345'), oneOff('鲁F12345', '鲁Y12345')]).toEqual(['other', 'other'])
  })

  test('[PL9] the same plate, two characters, two swapped, and one more are not one off', () => {
    for (const plate of ['鲁F12345', '鲁F12399', '鲁F12354', '鲁F123456', '鲁F1234'])
      expect(oneOff('鲁F12345', plate), plate).toBeUndefined()
  })

  test('[PL9] one off is so both ways, and exactly where one place differs', () => {
    const text = fc.stringMatching(/^[0-9A-Z]{5}$/)
    fc.assert(
      fc.property(text, fc.nat(4), fc.stringMatching(/^[0-9A-Z]$/), text, (plate, at, put, other) => {
        const changed = plate.slice(0, at) + put + plate.slice(at + 1)
        expect(oneOff(plate, changed) === undefined).toBe(changed === plate)
        const apart = [...plate].filter((char, n) => char !== other[n]).length
        expect(oneOff(plate, other) === undefined).toBe(apart !== 1)
        expect(oneOff(plate, other)).toBe(oneOff(other, plate))
      }),
    )
  })

  test('[PL10] cars inside near to a plate: look-alikes before others, then the latest entered; itself and the gone are not', () => {
    const state = lotWith('鲁F12348', '鲁F1234S', '鲁F12346', '鲁F12345', '鲁FZ2345', '鲁F1Z345', '鲁F99999')
    leave(state, 's0')
    expect(ids(nearTo(state, '鲁f·12345'))).toEqual(['s5', 's1', 's4', 's2'])
  })

  test('[PL10] what the camera sent that is no plate of ours is compared as it stands; the nearest five are told', () => {
    expect(parsePlate('鲁F1O345')).toBeUndefined()
    expect(ids(nearTo(lotWith('鲁F1O345'), '鲁F10345'))).toEqual(['s0'])
    const plates = [0, 1, 2, 3, 4, 6].map(n => `鲁F1234${n}`)
    expect(ids(nearTo(lotWith('鲁F1234S', ...plates), '鲁F12345'))).toEqual(['s0', 's6', 's5', 's4', 's3'])
  })
})
