import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkVoices, VoicesWrong } from '../../../../server/src/hub/http/voices.ts'
import { ConfigurationError, readConfig } from '../../../../server/src/hub/process/config.ts'
import { shippedCard } from '../../hall-display/voice/shipped.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pingting-voices-'))
  mkdirSync(join(folder, 'yt-centre'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const lay = (card: unknown, hall = 'yt-centre'): void =>
  writeFileSync(join(folder, hall, 'voice.json'), typeof card === 'string' ? card : JSON.stringify(card))

describe('what halls laid down for their boards to say', () => {
  test('[HL40] a hall says as much or as little as it likes, and a hall may have recordings alone', () => {
    lay({ prefer: 'clips', zh: { spoken: { 1: '幺' } }, notice: { zh: '今日停电', en: 'No power today' } })
    mkdirSync(join(folder, 'other-hall'))
    writeFileSync(join(folder, 'yt-centre', 'yao.wav'), 'RIFF')
    expect(checkVoices(folder)).toBe(folder)

    lay({ zh: { clips: { 1: 'yao.wav' } } })
    expect(checkVoices(folder)).toBe(folder)
    expect(readConfig({ DATA_DIR: join(folder, 'yt-centre'), VOICE_DIR: folder })).toMatchObject({ voiceDir: folder })
  })

  test('[HL40] the shipped card is one a hall might have written', () => {
    const { prefer, zh, en } = shippedCard
    const { clips: _, ...chinese } = zh
    const { clips: __, ...english } = en
    lay({ prefer, zh: chinese, en: english })

    expect(checkVoices(folder)).toBe(folder)
  })

  test.each([
    ['is no JSON', '{"zh":', /voice\.json.*is no voice card/s],
    ['has a word we do not know', { zho: {} }, /zho/],
    ['says no counter', { zh: { wording: '请{number}' } }, /lacks \{number\} or \{counter\}/],
    ['prefers something else', { prefer: 'loud' }, /prefer/],
    ['names a recording that is not there', { zh: { clips: { 1: 'yao.wav' } } }, /yao\.wav 不存在 \/ is not there/],
    ['has a notice in one language', { notice: { zh: '今日停电' } }, /notice/],
  ])('[HL41] a card that %s ends the start with a sentence', (_what, card, sentence) => {
    lay(card)

    expect(() => checkVoices(folder)).toThrow(VoicesWrong)
    expect(() => readConfig({ DATA_DIR: join(folder, 'data'), VOICE_DIR: folder })).toThrow(ConfigurationError)
    expect(() => checkVoices(folder)).toThrow(sentence)
  })

  test('[HL41] so does a folder that is not there, or is named after no hall', () => {
    expect(() => checkVoices(join(folder, 'gone'))).toThrow(/不存在 \/ is not there/)
    mkdirSync(join(folder, 'No Hall'))

    expect(() => checkVoices(folder)).toThrow(/不是大厅编号/)
  })
})
