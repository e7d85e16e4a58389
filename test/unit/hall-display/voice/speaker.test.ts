import type { CallRow } from '@pingting/contract/words/screen'
import { describe, expect, test, vi } from 'vitest'
import { openSpeaker, type SpeakerPorts } from '../../../../hall-display/src/voice/speaker.ts'
import { shippedCard as card } from './shipped.ts'

const call = (number: string, counter: string, at: string): CallRow => ({
  ...{ ticketId: `20261123-${number}`, number, counterId: counter, at, recallTally: 0 },
})
const [first, second] = [call('A001', '3', '2026-11-23T01:00:00Z'), call('B012', '4', '2026-11-23T01:00:01Z')]

/** A loudspeaker that notes what it does, and says that a thing has ended when the test says so. */
function stage(change: Partial<SpeakerPorts> = {}) {
  const heard: string[] = []
  const running: (() => void)[] = []
  let atOnce = 0
  const noted = (what: string): Promise<void> => {
    heard.push(what)
    atOnce += 1
    expect(atOnce, 'sounds at once').toBe(1)
    return new Promise(resolve =>
      running.push(() => {
        atOnce -= 1
        resolve()
      }),
    )
  }
  const ports: SpeakerPorts = {
    ...{ card: () => card, labelOf: id => id, hasVoice: () => false },
    chime: () => noted('chime'),
    play: clips => noted(clips.map(clip => clip.replace(/\.opus|(zh|en)\//g, '')).join(' ')),
    utter: (spoken, text) => noted(`${spoken}: ${text}`),
    saying: () => undefined,
    ...change,
  }
  const speaker = openSpeaker(ports)
  const tick = () => vi.waitFor(() => expect(running.length).toBeGreaterThan(0))
  return {
    ...{ heard, speaker },
    /** So many sounds come to their end. */
    async ends(times: number) {
      for (let n = 0; n < times; n += 1) {
        await tick()
        running.shift()!()
        await new Promise(setImmediate)
      }
    },
  }
}

const ZH_FIRST = 'please a 0 0 1 to 3 window'
const EN_FIRST = 'number a 0 0 1 counter 3'

describe('the speaker', () => {
  test('[FA22] a chime, Chinese, English, both once more, and only then the next call: never two at once', async () => {
    const { heard, speaker, ends } = stage()
    speaker.shows([])
    speaker.turn(true)

    speaker.shows([first])
    speaker.shows([second, first])
    await ends(5)
    expect(heard.slice(0, 5)).toEqual(['chime', ZH_FIRST, EN_FIRST, ZH_FIRST, EN_FIRST])
    await ends(5)

    expect(heard.slice(5)).toEqual([
      'chime',
      ...['please b 0 1 2 to 4 window', 'number b 0 1 2 counter 4'],
      ...['please b 0 1 2 to 4 window', 'number b 0 1 2 counter 4'],
    ])
  })

  test('[FA23] a voice of the browser is taken where there is one, clips where there is none', async () => {
    const { heard, speaker, ends } = stage({ hasVoice: spoken => spoken === 'zh' })
    speaker.shows([])
    speaker.turn(true)
    speaker.shows([first])
    await ends(3)

    expect(heard.slice(0, 3)).toEqual(['chime', 'zh: 请A 零 零 一，到三号窗口', EN_FIRST])
  })

  test('[FA23] a voice that fails is replaced by clips, clips that fail leave the chime, and the next is said', async () => {
    const utter = () => Promise.reject(new Error('not-allowed'))
    const replaced = stage({ hasVoice: () => true, utter })
    replaced.speaker.shows([])
    replaced.speaker.turn(true)
    replaced.speaker.shows([first])
    await replaced.ends(2)
    expect(replaced.heard).toEqual(['chime', ZH_FIRST, EN_FIRST])

    const broken = stage({ play: () => Promise.reject(new Error('404')) })
    broken.speaker.shows([])
    broken.speaker.turn(true)
    broken.speaker.shows([second, first])
    await broken.ends(2)
    expect(broken.heard).toEqual(['chime', 'chime'])
  })

  test('[FA24] while the sound is off nothing is kept for later', async () => {
    const { heard, speaker, ends } = stage({ card: () => undefined })
    speaker.shows([])
    speaker.shows([first])
    speaker.turn(true)
    speaker.shows([second, first])
    await ends(1)
    speaker.turn(false)
    speaker.shows([first])
    speaker.turn(true)
    await new Promise(setImmediate)

    expect(heard).toEqual(['chime'])
  })
})
