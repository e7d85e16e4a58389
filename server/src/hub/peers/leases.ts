import type { StreamName } from '@pingting/contract'
import type { Redis } from 'ioredis'

/** So long after its last word an owner is taken for gone. It says one every round, and may miss several. */
export const LEASE_MS = 2_000

/** Who owns a stream, as Redis has it: a word only this life of this hub knows, and where it is reached. */
export interface Holder {
  fence: string
  url: string
}

export interface Wanted {
  name: StreamName
  /** Takes the lease when it is free. */
  claims: boolean
}

export interface Leases {
  /** Lengthens what is ours, takes what is claimed and free, and tells who holds each. @throws when Redis does not answer. */
  hold(wanted: readonly Wanted[]): Promise<Map<StreamName, Holder>>
  /** Lets go of what is ours. @throws when Redis does not answer. */
  release(names: readonly StreamName[]): Promise<void>
}

/** In one step at Redis, since between a look and a write another hub could come. */
const HOLD = `
local holders = {}
for place, key in ipairs(KEYS) do
  local holder = redis.call('GET', key)
  if not holder and ARGV[2 + place] == '1' then
    redis.call('SET', key, ARGV[1], 'PX', ARGV[2])
    holder = ARGV[1]
  elseif holder == ARGV[1] then
    redis.call('PEXPIRE', key, ARGV[2])
  end
  holders[place] = holder or ''
end
return holders`

const RELEASE = `
for _, key in ipairs(KEYS) do
  if redis.call('GET', key) == ARGV[1] then redis.call('DEL', key) end
end
return 'OK'`

/** Leases under `prefix`, which names the journal they are about. Nothing here is believed: the journal is the fence. */
export function openLeases(redis: Redis, prefix: string, ours: Holder): Leases {
  const value = `${ours.fence} ${ours.url}`
  const keyOf = (name: StreamName): string => `${prefix}lease:${name}`
  return {
    async hold(wanted) {
      if (wanted.length === 0) return new Map()
      const claims = wanted.map(one => (one.claims ? '1' : '0'))
      const keys = wanted.map(one => keyOf(one.name))
      const holders = (await redis.eval(HOLD, keys.length, ...keys, value, LEASE_MS, ...claims)) as string[]
      return new Map(
        wanted.flatMap(({ name }, place) => {
          const [fence, url] = (holders[place] ?? '').split(' ')
          return fence && url ? [[name, { fence, url }] as const] : []
        }),
      )
    },
    async release(names) {
      if (names.length > 0) await redis.eval(RELEASE, names.length, ...names.map(keyOf), value)
    },
  }
}
