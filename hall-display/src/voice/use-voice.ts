import { VOICE_PATH, type VoiceCard } from '@pingting/contract/words/board/voice'
import type { CallRow } from '@pingting/contract/words/screen'
import { useEffect, useRef, useState } from 'react'
import { nowMs, useHub } from '../hub/store.ts'
import { fetchCard } from './card.ts'
import { keyOf } from './queue.ts'
import { openSound } from './sound.ts'
import { openSpeaker, type Speaker } from './speaker.ts'
import { hasVoice, utter } from './utter.ts'
import { SPOKEN } from './voices.ts'

const MUTED_AS = 'pingting.muted'
/** In ms of the wall: what was called longer ago while the screen was away is not said any more. */
const NEWS_FOR_MS = 180_000

/** `locked`: the browser wants a touch first. `chimeOnly`: there is neither a voice nor a clip. */
export type SoundState = 'off' | 'locked' | 'chimeOnly' | 'on'

export interface Voice {
  state: SoundState
  /** The key of the call that is being said. */
  saying?: string
  card?: VoiceCard
  /** Within a touch: unlocks, mutes, and ends the muting. */
  turn(): void
}

const news = (): string => new Date(nowMs() - NEWS_FOR_MS * (useHub.getState().clock?.speed ?? 1)).toISOString()
const everyClip = (card: VoiceCard): string[] => SPOKEN.flatMap(it => Object.values(card[it].clips))
const withFolder = (clips: readonly string[]): string[] => clips.map(clip => VOICE_PATH + clip)

interface Parts {
  sound: ReturnType<typeof openSound>
  speaker: Speaker
}

/** The voice of the board: says what is called, as the browser and whoever is at the screen allow. */
export function useVoice(hallId: string, calls: readonly CallRow[], labelOf: (counterId: string) => string): Voice {
  const [muted, setMuted] = useState(() => localStorage.getItem(MUTED_AS) === 'true')
  const [isOpen, setOpen] = useState(false)
  const [card, setCard] = useState<VoiceCard>()
  const [saying, setSaying] = useState<string>()
  const parts = useRef<Parts>(undefined)
  const world = useRef({ card, labelOf })
  world.current = { card, labelOf }

  useEffect(() => {
    const sound = openSound(() => setOpen(parts.current?.sound.isOpen ?? false))
    const speaker = openSpeaker({
      ...{ hasVoice, utter, chime: sound.chime, play: clips => sound.play(withFolder(clips)) },
      card: () => world.current.card,
      labelOf: counterId => world.current.labelOf(counterId),
      saying: call => setSaying(call && keyOf(call)),
    })
    parts.current = { sound, speaker }
    setOpen(sound.isOpen)
    fetchCard(hallId).then(fetched => {
      setCard(fetched)
      if (fetched) sound.prepare(withFolder(everyClip(fetched)))
    })
    // Comes after the switch has been pressed: whoever presses it to be heard must not mute it.
    const unlock = (): void => void sound.open()
    window.addEventListener('click', unlock)
    return () => {
      window.removeEventListener('click', unlock)
      speaker.turn(false)
      sound.close()
    }
  }, [hallId])

  useEffect(() => parts.current?.speaker.turn(isOpen && !muted), [isOpen, muted])
  useEffect(() => parts.current?.speaker.shows(calls, news()), [calls])

  const turn = (): void => {
    void parts.current?.sound.open()
    const next = isOpen && !muted
    localStorage.setItem(MUTED_AS, String(next))
    setMuted(next)
  }
  const canSpeak = card !== undefined || hasVoice('zh')
  const state: SoundState = muted ? 'off' : !isOpen ? 'locked' : canSpeak ? 'on' : 'chimeOnly'
  return { state, turn, ...(saying !== undefined && { saying }), ...(card && { card }) }
}
