import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ConfigurationError, readConfig } from '../../../../server/src/hub/process/config.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pingting-config-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const read = (env: Record<string, string> = {}) => readConfig({ DATA_DIR: join(folder, 'data'), ...env })

describe('the settings of a hub', () => {
  test('[AC39] loopback needs no TLS; what is left empty is not set', () => {
    for (const HOST of ['', 'localhost', '127.1.2.3', '::1']) {
      const config = read({ HOST, REDIS_URL: '' })
      expect(config).toMatchObject({ secure: false, loopback: true })
      expect(config).not.toHaveProperty('REDIS_URL')
    }
  })

  test.each(['0.0.0.0', '10.0.0.1', 'hall.example', '127.example'])(
    '[AC39] %s is no loopback: refused without TLS or a proxy that ends it, taken with either',
    HOST => {
      expect(() => read({ HOST })).toThrow(ConfigurationError)
      expect(() => read({ HOST })).toThrow(/TLS_CERT.*TRUSTED_PROXIES/)
      expect(read({ HOST, TLS_CERT: 'c', TLS_KEY: 'k' })).toMatchObject({ secure: true, loopback: false })
      expect(read({ HOST, TRUSTED_PROXIES: '10.0.0.0/8, 192.168.0.1' })).toMatchObject({ secure: true })
    },
  )

  test('[AC39] half a pair for TLS is none', () => {
    expect(() => read({ TLS_CERT: 'c' })).toThrow('TLS_CERT and TLS_KEY go together')
    expect(() => read({ TLS_KEY: 'k' })).toThrow('TLS_CERT and TLS_KEY go together')
  })

  test.each([
    ['PORT', '65536'],
    ['MONGODB_URL', 'http://127.0.0.1'],
    ['REDIS_URL', '127.0.0.1:6379'],
    ['PEER_URL', 'https://127.0.0.1'],
    ['PUBLIC_URL', 'hall'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['METRICS_TOKEN', 'too short'],
    ['SOCKETS_PER_ADDRESS', '0'],
    ['REQUESTS_PER_SECOND', '9'],
    ['LOG_LEVEL', 'loud'],
    ['BUSINESS_CLOCK', 'tomorrow'],
  ])('[AC20] %s that is wrong (%s) is named, and nothing is made', (name, wrong) => {
    expect(() => read({ [name]: wrong })).toThrow(ConfigurationError)
    expect(() => read({ [name]: wrong })).toThrow(name)
    expect(readdirSync(folder)).toEqual([])
  })

  test.each(['DATA_DIR', 'SECRETS_DIR'])('[AC20] a folder of %s that cannot be made is told by its setting', name => {
    writeFileSync(join(folder, 'file'), '')
    const reading = () => read({ [name]: join(folder, 'file', 'below') })
    expect(reading).toThrow(ConfigurationError)
    expect(reading).toThrow(new RegExp(`^${name} .* 不能建立（ENOTDIR） / ${name} .* cannot be made \\(ENOTDIR\\)`))
  })

  test('[HL21] a clock that runs faster is read as it is told', () => {
    expect(read({ BUSINESS_CLOCK: '2026-11-23T00:30:00.000Z@1764000000000x100' }).BUSINESS_CLOCK.speed).toBe(100)
  })
})

describe('the keys of a hub', () => {
  test('[HB10] are made once, differ, are for their owner alone, and are the same at every later start', () => {
    const first = read().secrets

    expect(new Set(Object.values(first).map(key => key.toString('hex'))).size).toBe(4)
    expect(read().secrets).toEqual(first)
    const secrets = join(folder, 'data', 'secrets')
    expect(readdirSync(secrets).sort()).toEqual(['bridge.key', 'data.key', 'gate-mac.key', 'ticket.key'])
    for (const name of readdirSync(secrets)) expect(statSync(join(secrets, name)).mode & 0o077).toBe(0)
  })

  test('[HB10] may lie in a folder of their own, as for several hubs', () => {
    const SECRETS_DIR = join(folder, 'shared')
    const one = readConfig({ DATA_DIR: join(folder, 'one'), SECRETS_DIR })
    const two = readConfig({ DATA_DIR: join(folder, 'two'), SECRETS_DIR })

    expect(two.secrets).toEqual(one.secrets)
    expect(readFileSync(join(SECRETS_DIR, 'data.key'), 'utf8')).toBe(one.secrets.data.toString('hex'))
  })

  test.each(['', 'a1', 'z'.repeat(64), 'a1'.repeat(33)])(
    '[JR24] a key file that holds %j is refused, never replaced',
    text => {
      read()
      const path = join(folder, 'data', 'secrets', 'data.key')
      writeFileSync(path, text)

      expect(() => read()).toThrow(`${path} 不是 256 位密钥`)
      expect(readFileSync(path, 'utf8')).toBe(text)
    },
  )
})
