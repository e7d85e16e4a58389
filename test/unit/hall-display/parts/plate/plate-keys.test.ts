import { parseEnding } from '@pingting/contract/words/parking/near-plates'
import { parsePlate, parseVehicle } from '@pingting/contract/words/plates'
import { expect, test } from 'vitest'
import {
  ENDING_PLACES,
  endingKeysAfter,
  keysAfter,
  PLATE_PLACES,
} from '../../../../../hall-display/src/parts/plate/plate-keys.ts'

test.each(['粤B12345', '粤BD12345', '粤BDA1234', '粤B12345D', '粤ZF023港', '沪A1234领', '鲁F1234学', '使123456'])(
  '[PL1] the plate keyboard can type %s',
  plate => {
    expect(parsePlate(plate)).toBeDefined()

    for (let place = 0; place < plate.length; place += 1) {
      expect(keysAfter(plate.slice(0, place))).toContain(plate[place])
    }
  },
)

test('[PL4] the plate keyboard never offers I or O, and nothing after the eighth place', () => {
  const offered = ['', '鲁', '鲁F', '鲁F1234'].flatMap(typed => keysAfter(typed))

  expect(offered).not.toContain('I')
  expect(offered).not.toContain('O')
  expect(keysAfter('鲁FD12345')).toEqual([])
  expect('鲁FD12345').toHaveLength(PLATE_PLACES)
})

test.each(['345', '12345', 'BD12345', 'B12345D', 'F023港', '234领', 'F1234学', '456使'])(
  '[PL8] the last characters of a plate can be typed: %s',
  text => {
    const ending = text.slice(-ENDING_PLACES)
    expect(parseEnding(ending)).toBe(ending)

    for (let place = 0; place < ending.length; place += 1)
      expect(endingKeysAfter(ending.slice(0, place))).toContain(ending[place])
  },
)

test('[PL8] whatever its keys make of three characters and more is an ending, and after its mark or six there are no keys', () => {
  const offered = ['', '3', '34', '345', '34567'].flatMap(typed => endingKeysAfter(typed).map(key => typed + key))
  for (const typed of offered.filter(({ length }) => length > 2)) expect(parseEnding(typed), typed).toBe(typed)
  expect(offered.filter(typed => /[IO]/.test(typed))).toEqual([])
  expect([endingKeysAfter('345678'), endingKeysAfter('34学')]).toEqual([[], []])
})

test('[PL22] in the place of the province stands a key for a car without a plate, and behind it the signs of a slip', () => {
  for (const slip of ['#123', '#7K3M9', '#ABCDEFG']) {
    expect(parseVehicle(slip)).toEqual({ normalised: slip, colour: -1 })
    for (let place = 0; place < slip.length; place += 1) expect(keysAfter(slip.slice(0, place))).toContain(slip[place])
  }
  expect(keysAfter('#')).not.toContain('I')
  expect(keysAfter('#ABCDEFG')).toEqual([])
  expect(keysAfter('鲁')).not.toContain('#')
})
