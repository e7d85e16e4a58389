import { createHash } from 'node:crypto'
import { pairDevice } from '../../../server/living-hall/device.ts'
import { Client } from '../client.ts'

/** A manager has a wall put up. @returns what the device shows the hub */
export async function pairWall(url: string, manager: Client): Promise<{ deviceId: string; token: string }> {
  const code = await inviteWall(manager)
  const nobody = new Client(url)
  return pairDevice(code, async (path, body) => (await nobody.post<never>(path, body)).json).finally(() =>
    nobody.close(),
  )
}

const FAR_MS = 20 * 3_600_000

/** @returns a code that makes a wall of whoever shows it */
export async function inviteWall(manager: Client): Promise<string> {
  const code = crypto.randomUUID()
  const codeHash = createHash('sha256').update(code).digest('hex')
  const expiresAt = new Date(Date.now() + FAR_MS).toISOString()
  await manager.must('device.invite', { deviceId: `wall-${code.slice(0, 6)}`, kind: 'wall', codeHash, expiresAt })
  return code
}
