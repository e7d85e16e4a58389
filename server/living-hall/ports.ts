import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below the range from which kernels hand out ports of their own (Linux 32768–60999, others 49152–65535):
 * a port from there that is free now can be taken by anybody's outgoing connection a moment later.
 */
const [FROM, BEFORE] = [20_000, 32_768]

/** A port of this machine that nobody has now, for who must be known before he is there. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FROM, BEFORE)
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1')
  try {
    await once(probe, 'listening')
  } catch {
    return false
  }
  probe.close()
  await once(probe, 'close')
  return true
}
