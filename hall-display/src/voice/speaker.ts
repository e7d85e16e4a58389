import type { VoiceCard } from '@pingting/contract/words/board/voice'
import type { CallRow } from '@pingting/contract/words/screen'
import { type Announcements, begun, ended, shown, silence } from './queue.ts'
import { meansOf, SPOKEN, type Spoken } from './voices.ts'
import { sentenceOf } from './wording.ts'

/** What the speaker needs of the world; a browser, or plain functions in a test. */
export interface SpeakerPorts {
  /** Absent until it was fetched, or where that failed. */
  card(): VoiceCard | undefined
  labelOf(counterId: string): string
  hasVoice(spoken: Spoken): boolean
  chime(): Promise<void>
  play(clips: readonly string[]): Promise<void>
  utter(spoken: Spoken, text: string): Promise<void>
  /** Which call is being said now. */
  saying(call: CallRow | undefined): void
}

export interface Speaker {
  shows(board: readonly CallRow[], notBefore?: string): void
  /** What waits is dropped, and nothing is said while it is off: a switch that is turned on later begins with news. */
  turn(on: boolean): void
}

/** Says one call after the other: a chime, then Chinese, then English, as often as the queue says. */
export function openSpeaker(ports: SpeakerPorts): Speaker {
  let queue: Announcements = silence
  let isOn = false
  let isBusy = false

  async function work(): Promise<void> {
    if (isBusy) return
    isBusy = true
    for (queue = begun(queue); isOn && queue.saying !== undefined; queue = begun(ended(queue))) {
      const { call, said } = queue.saying
      ports.saying(call)
      if (said === 0) await ports.chime()
      for (const spoken of SPOKEN) await say(spoken, call)
    }
    ports.saying(undefined)
    isBusy = false
  }

  /** What cannot be said is left out: the chime was heard, and the board shows the number. */
  async function say(spoken: Spoken, call: CallRow): Promise<void> {
    const card = ports.card()
    if (card === undefined) return
    const sentence = sentenceOf(card[spoken], call.number, ports.labelOf(call.counterId))
    const means = meansOf(sentence, ports.hasVoice(spoken), card.prefer)
    const { clips = [], text } = sentence
    try {
      if (means === 'voice') await ports.utter(spoken, text)
      else if (means === 'clips') await ports.play(clips)
    } catch {
      // A voice that fails is replaced by clips; a clip that fails leaves silence.
      if (means === 'voice' && clips.length > 0) await ports.play(clips).catch(() => undefined)
    }
  }

  return {
    shows(board, notBefore) {
      queue = shown(queue, board, notBefore)
      if (isOn) void work()
      else queue = { ...silence, board }
    },
    turn(on) {
      isOn = on
      if (on) void work()
      else queue = { ...(queue.board && { board: queue.board }), waiting: [] }
    },
  }
}
