import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { type Answer, type CommandOf, challengeText, ratingText } from '@pingting/contract'
import { HALL_ID } from '../../../server/living-hall/seed.ts'
import { Client, patiently, rating } from '../client.ts'

type Rating = CommandOf<'evaluation.submit'>

/** A tablet whose key the test holds, as a browser would. */
export class SigningTablet {
  readonly client: Client
  readonly #key: KeyObject

  private constructor(client: Client, key: KeyObject) {
    this.client = client
    this.#key = key
  }

  static async pair(url: string, manager: Client, counterId: string): Promise<SigningTablet> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519')
    const [code, deviceId] = [crypto.randomUUID() as string, `tablet-${crypto.randomUUID().slice(0, 8)}`]
    const codeHash = createHash('sha256').update(code).digest('hex')
    const expiresAt = new Date(Date.now() + 60_000).toISOString()
    await manager.must('device.invite', { deviceId, kind: 'tablet', counterId, codeHash, expiresAt })
    const door = new Client(url)
    const ask = <T>(path: string, body: object) => patiently(() => door.post<T>(path, body))
    await ask('/api/pair', { code, publicKey: publicKey.export({ format: 'jwk' }).x })
    const { challenge } = (await ask<{ challenge: string }>('/api/devices/challenge', { deviceId })).json
    const signature = sign(null, Buffer.from(challengeText(challenge)), privateKey).toString('base64url')
    const proof = { deviceId, challenge, signature }
    const { token } = (await ask<{ token: string }>('/api/devices/token', proof)).json
    return new SigningTablet(new Client(url, token), privateKey)
  }

  /** What this tablet keeps of a rating that is given at that time. */
  keep(ticketId: string, givenAt: string, over: object = {}): Rating & { signature: string } {
    const head = { type: 'evaluation.submit', commandId: crypto.randomUUID() } as const
    const command = { ...head, ...rating(ticketId, 'tablet', over), givenAt } as Rating
    const text = ratingText(`hall:${HALL_ID}`, command)
    return { ...command, signature: sign(null, Buffer.from(text), this.#key).toString('base64url') }
  }
}

export const deliver = (client: Client, kept: object): Promise<{ status: number; json: Answer }> =>
  client.post<Answer>(`/api/halls/${HALL_ID}/commands`, kept)
