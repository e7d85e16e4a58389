import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { VoiceCard } from '@pingting/contract/words/board/voice'

export const VOICE_FOLDER = fileURLToPath(new URL('../../../../hall-display/public/voice/', import.meta.url))

export const shippedCard = JSON.parse(readFileSync(`${VOICE_FOLDER}voice.json`, 'utf8')) as VoiceCard
