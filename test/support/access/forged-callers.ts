import { Client } from '../client.ts'
import { randomOf } from '../random.ts'
import { forgeries } from './forger.ts'

const CALLERS = 8

/**
 * Sends forgeries to a hub as credentials: half of them made elsewhere, half mutated from tokens this very hub gave out.
 * @returns how many were somebody to it, and how many were answered otherwise than 401
 */
export async function sendForgeries(url: string, kiosk: Client, tally: number, seed: number) {
  const random = randomOf(seed)
  const taken = await kiosk.must('ticket.take', { serviceCode: 'tax' })
  const own = [kiosk.credential!, taken.ticket!.token]
  for (const credential of own) {
    const { status } = await new Client(url, credential).get('/api/me')
    if (status !== 200) throw new Error(`a good token is not heard: ${status}`)
  }
  const elsewhere = forgeries(seed)
  const SIGNS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'
  const mutated = (): string => {
    const token = own[random(own.length)]!
    const at = random(token.length)
    const changed = token.slice(0, at) + SIGNS[random(SIGNS.length)] + token.slice(at + 1)
    return changed === token ? mutated() : changed
  }
  const told = { accepted: 0, failed: 0 }
  let left = tally
  const call = async (): Promise<void> => {
    const client = new Client(url)
    for (; left > 0; ) {
      left -= 1
      const token = left % 2 === 0 ? mutated() : elsewhere.next().value.token
      const { status } = await client.send('GET', '/api/me', undefined, { authorization: `Bearer ${token}` })
      if (status < 400) told.accepted += 1
      else if (status !== 401) told.failed += 1
    }
    client.close()
  }
  await Promise.all(Array.from({ length: CALLERS }, call))
  return told
}
