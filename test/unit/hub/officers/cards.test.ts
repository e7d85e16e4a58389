import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { CardsWrong, readOfficers } from '../../../../server/src/hub/officers/cards.ts'
import { ConfigurationError, readConfig } from '../../../../server/src/hub/process/config.ts'

const PNG = Buffer.from('89504e470d0a1a0a00', 'hex')
const JPEG = Buffer.from('ffd8ffe000', 'hex')
const WEBP = Buffer.from('RIFF....WEBPVP8 ')

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pingting-officers-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const lay = (cards: unknown, files: Record<string, Buffer> = {}): void => {
  writeFileSync(join(folder, 'staff.json'), typeof cards === 'string' ? cards : JSON.stringify(cards))
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
}

describe('what a hall laid down of who serves', () => {
  test('[FA37] a number, a photo, both or neither, by the id of the account; the kind of a photo is read from the file', () => {
    lay(
      { clerk01: { number: '0127', photo: 'wang.jpg' }, clerk02: { photo: 'li.jpg' }, clerk03: { photo: 'z' }, d: {} },
      { 'wang.jpg': PNG, 'li.jpg': JPEG, z: WEBP },
    )

    const officers = readOfficers(folder)

    expect(officers.get('clerk01')).toEqual({
      number: '0127',
      photo: `data:image/png;base64,${PNG.toString('base64')}`,
    })
    expect(officers.get('clerk02')?.photo).toMatch(/^data:image\/jpeg;base64,/)
    expect(officers.get('clerk03')?.photo).toMatch(/^data:image\/webp;base64,/)
    expect(officers.get('d')).toEqual({})
    expect(readConfig({ DATA_DIR: join(folder, 'data'), STAFF_DIR: folder }).officers).toEqual(officers)
  })

  const photo = (name: string) => ({ clerk01: { photo: name } })
  test.each<[string, unknown, Record<string, Buffer>, RegExp]>([
    ['is no JSON', '{', {}, /staff\.json 不是人员名片 \/ is no list of staff cards/],
    ['has a word we do not know', { clerk01: { phone: '1' } }, {}, /phone/],
    ['names no account', { 工作人员: {} }, {}, /staff\.json/],
    ['names a photo that is not there', photo('gone.jpg'), {}, /gone\.jpg 不存在 \/ is not there/],
    ['names a file elsewhere', photo('../staff.json'), {}, /不存在/],
    ['names a page', photo('a.png'), { 'a.png': Buffer.from('<svg onload=alert(1)>') }, /不是 JPEG/],
    ['names a sound', photo('a'), { a: Buffer.from('RIFF....WAVEfmt ') }, /不是 JPEG/],
    [
      'names a photo that is too large',
      photo('a'),
      { a: Buffer.concat([PNG, Buffer.alloc(65_536)]) },
      /超过 65536 字节/,
    ],
  ])('[FA37] a list that %s ends the start with a sentence', (_what, cards, files, sentence) => {
    lay(cards, files)

    expect(() => readOfficers(folder)).toThrow(CardsWrong)
    expect(() => readOfficers(folder)).toThrow(sentence)
    expect(() => readConfig({ DATA_DIR: join(folder, 'data'), STAFF_DIR: folder })).toThrow(ConfigurationError)
  })
})
