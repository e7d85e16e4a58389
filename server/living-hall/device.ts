import { generateKeyPairSync, sign } from 'node:crypto'
import { challengeText } from '@pingting/contract'

/** Sends a body and gives back what was answered. @throws when it was refused. */
type Post = (path: string, body: object) => Promise<Record<string, string>>

interface Device {
  deviceId: string
  /** What it shows for a day. */
  token: string
  /** With its key, in base64url. */
  sign(text: string): string
}

/**
 * What a browser does when it is paired, for a machine without one: makes a key, has it taken in for the code, and
 * proves that it holds it.
 */
export async function pairDevice(code: string, post: Post): Promise<Device> {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { deviceId = '' } = await post('/api/pair', { code, publicKey: publicKey.export({ format: 'jwk' }).x! })
  const { challenge = '' } = await post('/api/devices/challenge', { deviceId })
  const signText = (text: string): string => sign(null, Buffer.from(text), privateKey).toString('base64url')
  const signature = signText(challengeText(challenge))
  const { token = '' } = await post('/api/devices/token', { deviceId, challenge, signature })
  return { deviceId, token, sign: signText }
}
