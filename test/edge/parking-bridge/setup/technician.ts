import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { House } from '../house.ts'

const CHECK = fileURLToPath(new URL('../../../../parking-bridge/src/check/main.ts', import.meta.url))

/** The command as a technician runs it, with the settings of a bridge. */
export function check(house: House, settings: Record<string, string> = {}): Promise<{ code: number; said: string }> {
  const { HUB_URL: _hub, BRIDGE_KEY: _key, ...env } = house.bridgeSettings()
  return checkWith({ ...env, ...settings })
}

/** With these settings alone; both outputs as they come. */
export async function checkWith(settings: Record<string, string>): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [CHECK], { env: { ...process.env, ...settings } })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  const [code] = (await once(child, 'close')) as [number]
  return { code, said }
}
