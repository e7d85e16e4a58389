import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { HallId } from '@pingting/contract'
import { VOICE_CARD, type VoiceCard, type VoiceLanguage } from '@pingting/contract/words/board/voice'
import { z } from 'zod'

const WORDING_MAX = 120
const NOTICE_MAX = 200

/** Each call needs both its places, or a hall would hear half a sentence all day. */
const wording = (...places: string[]) =>
  z
    .string()
    .max(WORDING_MAX)
    .refine(text => places.every(place => text.includes(place)), `lacks ${places.join(' or ')}`)

const Language = z.strictObject({
  wording: wording('{number}', '{counter}'),
  wordingNamed: wording('{number}', '{counter}'),
  spoken: z.record(z.string().max(8), z.string().max(20)),
  clips: z.record(z.string().max(WORDING_MAX), z.string().max(200)),
}) satisfies z.ZodType<VoiceLanguage>

const Notice = z.strictObject({ zh: z.string().max(NOTICE_MAX), en: z.string().max(NOTICE_MAX) })

const Card = z.strictObject({
  prefer: z.enum(['browser', 'clips']),
  ...{ zh: Language.partial(), en: Language.partial(), notice: Notice },
}) satisfies z.ZodType<Omit<VoiceCard, 'zh' | 'en' | 'notice'>>
const OwnCard = Card.partial()

export class VoicesWrong extends Error {}

/** A board would only fall silent, so what halls laid down is read at the start. @throws VoicesWrong with a sentence. */
export function checkVoices(given: string): string {
  const folder = resolve(given)
  if (!existsSync(folder)) throw new VoicesWrong(`VOICE_DIR ${folder} 不存在 / is not there`)
  for (const hall of readdirSync(folder)) {
    if (!statSync(join(folder, hall)).isDirectory()) continue
    const at = join(folder, hall)
    if (!HallId.safeParse(hall).success) throw new VoicesWrong(`VOICE_DIR ${at} 不是大厅编号 / is not the id of a hall`)
    if (existsSync(join(at, VOICE_CARD))) checkCard(at)
  }
  return folder
}

function checkCard(at: string): void {
  const path = join(at, VOICE_CARD)
  const card = readCard(path)
  const files = [card.zh, card.en].flatMap(language => Object.values(language?.clips ?? {}))
  const missing = files.find(file => !existsSync(join(at, file)))
  if (missing !== undefined) throw new VoicesWrong(`${path}: ${missing} 不存在 / is not there`)
}

function readCard(path: string): z.infer<typeof OwnCard> {
  try {
    return OwnCard.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new VoicesWrong(`${path} 不是语音设置 / is no voice card: ${reason}`)
  }
}
