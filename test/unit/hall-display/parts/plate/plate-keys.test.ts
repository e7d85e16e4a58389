import { parsePlate } from '@pingting/contract/words/plates'
import { expect, test } from 'vitest'
import { keysAfter, PLATE_PLACES } from '../../../../../hall-display/src/parts/plate/plate-keys.ts'

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
