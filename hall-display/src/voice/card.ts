import { VOICE_CARD, VOICE_PATH, type VoiceCard } from '@pingting/contract/words/board/voice'
import { cardOver } from './wording.ts'

async function read<T>(path: string): Promise<T | undefined> {
  try {
    const answer = await fetch(path)
    return answer.ok ? ((await answer.json()) as T) : undefined
  } catch {
    return undefined
  }
}

/** What the board of this hall says: the shipped card, and over it what the hall has laid down at its hub. */
export async function fetchCard(hallId: string): Promise<VoiceCard | undefined> {
  const folder = `halls/${encodeURIComponent(hallId)}/`
  const [shipped, own] = await Promise.all([
    read<VoiceCard>(VOICE_PATH + VOICE_CARD),
    read<Partial<VoiceCard>>(VOICE_PATH + folder + VOICE_CARD),
  ])
  return shipped && cardOver(shipped, own, file => folder + file)
}
