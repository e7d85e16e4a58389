import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { VoiceCard, VoiceLanguage } from '@pingting/contract/words/board/voice'
import { LETTERS, words } from './words.ts'

/** `npm run voice`: writes the shipped clips and their card anew. Needs espeak-ng and opusenc on the path. */
const OUT = join(import.meta.dirname, '..', 'public', 'voice')
const KBIT_PER_SECOND = '20'
/** Silence behind a word in units of 10 ms; the joints of a sentence are its pieces. */
const GAP = '2'

const draft = mkdtempSync(join(tmpdir(), 'pingting-voice-'))

function record(language: 'zh' | 'en', text: string, file: string): void {
  const { voice, pace } = words[language]
  const wave = join(draft, 'said.wav')
  execFileSync('espeak-ng', ['-v', voice, '-s', String(pace), '-g', GAP, '-z', '-w', wave, text])
  // The same words give the same bytes, so that a change shows.
  const encoding = ['--quiet', '--bitrate', KBIT_PER_SECOND, '--serial', '1', '--discard-comments', '--padding', '0']
  execFileSync('opusenc', [...encoding, wave, join(OUT, file)])
}

function recordLanguage(language: 'zh' | 'en'): VoiceLanguage {
  const { wording, wordingNamed, digits, pieces } = words[language]
  mkdirSync(join(OUT, language), { recursive: true })
  const texts: [name: string, said: string, file: string][] = [
    ...digits.map((said, digit): [string, string, string] => [String(digit), said, String(digit)]),
    ...LETTERS.map((letter): [string, string, string] => [letter, letter, letter.toLowerCase()]),
    ...Object.entries(pieces).map(([file, said]): [string, string, string] => [said, said, file]),
  ]
  const clips = texts.map(([name, said, file]): [string, string] => {
    record(language, said, `${language}/${file}.opus`)
    return [name, `${language}/${file}.opus`]
  })
  const spoken = Object.fromEntries(digits.map((said, digit) => [String(digit), said]))
  return { wording, wordingNamed, spoken, clips: Object.fromEntries(clips) }
}

rmSync(OUT, { recursive: true, force: true })
mkdirSync(OUT, { recursive: true })
const card: VoiceCard = { prefer: 'browser', zh: recordLanguage('zh'), en: recordLanguage('en') }
writeFileSync(join(OUT, 'voice.json'), `${JSON.stringify(card, null, 2)}\n`)
rmSync(draft, { recursive: true })
