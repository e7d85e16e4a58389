import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { StaffId } from '@pingting/contract'
import { z } from 'zod'

/** What a tablet shows of who serves, besides the name. */
export interface OfficerCard {
  number?: string
  /** A data URL, so that no picture is a file that anybody may ask for. */
  photo?: string
}
export type OfficerCards = ReadonlyMap<string, OfficerCard>

const CARDS = 'staff.json'
/** A head of 240 by 320 dots takes half of it; all are held in memory. */
const PHOTO_BYTES_MAX = 65_536
const STAFF_MAX = 1_000

const Cards = z
  .record(
    StaffId,
    z.strictObject({ number: z.string().min(1).max(20).optional(), photo: z.string().max(80).optional() }),
  )
  .refine(cards => Object.keys(cards).length <= STAFF_MAX, `more than ${STAFF_MAX}`)

/** By what a file begins with, whatever its name says: the signs at their places. */
const KINDS: readonly { type: string; signs: readonly (readonly [at: number, signs: string])[] }[] = [
  { type: 'image/jpeg', signs: [[0, 'ffd8ff']] },
  { type: 'image/png', signs: [[0, '89504e470d0a1a0a']] },
  {
    type: 'image/webp',
    signs: [
      [0, '52494646'],
      [8, '57454250'],
    ],
  },
]

export class CardsWrong extends Error {}

/** Numbers and photos of the staff, as a hall laid them down in a folder. @throws CardsWrong with a sentence. */
export function readOfficers(given: string): OfficerCards {
  const folder = resolve(given)
  const path = join(folder, CARDS)
  const cards = Object.entries(readCards(path))
  return new Map(
    cards.map(([staffId, { number, photo }]) => [
      staffId,
      {
        ...(number === undefined ? {} : { number }),
        ...(photo === undefined ? {} : { photo: readPhoto(folder, photo) }),
      },
    ]),
  )
}

function readCards(path: string): z.infer<typeof Cards> {
  try {
    return Cards.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new CardsWrong(`STAFF_DIR ${path} 不是人员名片 / is no list of staff cards: ${reason}`)
  }
}

function readPhoto(folder: string, name: string): string {
  const path = join(folder, name)
  const wrong = (zh: string, en: string) => new CardsWrong(`STAFF_DIR ${path} ${zh} / ${en}`)
  if (basename(name) !== name || !existsSync(path) || !statSync(path).isFile()) throw wrong('不存在', 'is not there')
  const bytes = readFileSync(path)
  if (bytes.length > PHOTO_BYTES_MAX)
    throw wrong(`超过 ${PHOTO_BYTES_MAX} 字节`, `is larger than ${PHOTO_BYTES_MAX} bytes`)
  const begins = bytes.subarray(0, 12).toString('hex')
  const kind = KINDS.find(({ signs }) => signs.every(([at, sign]) => begins.startsWith(sign, at * 2)))
  if (kind === undefined) throw wrong('不是 JPEG、PNG 或 WebP 图片', 'is no JPEG, PNG or WebP')
  return `data:${kind.type};base64,${bytes.toString('base64')}`
}
