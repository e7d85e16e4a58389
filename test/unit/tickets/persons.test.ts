import { HallCommand, HallEvent } from '@pingting/contract'
import { beforeEach, describe, expect, it } from 'vitest'
import { hallHead } from '../../../server/src/halls/view.ts'
import { withoutIdNumber } from '../../../server/src/hub/access/persons.ts'
import { deliveries } from '../../../server/src/hub/publish/audience.ts'
import { clerk, Floor } from './floor.ts'

const KIOSK = { kind: 'device', deviceId: 'k1', device: 'kiosk', hallId: 'laishan' } as const
const PERSON = `#${'a'.repeat(22)}`
const OTHER = `#${'b'.repeat(22)}`
const take = (person?: string, serviceCode = 'tax') =>
  ({ type: 'ticket.take', serviceCode, priority: 'none', ...(person !== undefined && { person }) }) as const

let floor: Floor
beforeEach(() => {
  floor = new Floor()
})
const reads = () => floor.must({ type: 'hall.setRealName', realName: 'optional' })

describe('a hall that reads identity cards', () => {
  it('[TK79] reads none until that is set: nothing of a person is kept, and he takes as many as he likes', () => {
    for (const _ of [1, 2]) expect(floor.must(take(PERSON), KIOSK)[0]).not.toHaveProperty('personMark')
    expect(hallHead(floor.hall)).not.toHaveProperty('realName')
  })

  it('[TK79] gives one person no second ticket of a service while the first is open, and tells the number he has', () => {
    reads()
    floor.must(take(PERSON), KIOSK)
    expect(floor.refusal(take(PERSON), KIOSK)).toEqual({ refused: 'ticket.person-waits', about: 'A001' })
    // Another person, another service, and nobody in particular: as ever.
    for (const other of [take(OTHER), take(PERSON, 'permits'), take(), take()])
      expect(floor.refusal(other, KIOSK)).toBeUndefined()
  })

  it('[TK79] gives him another once the first has ended, and not while he is served', () => {
    reads()
    floor.open(4)
    floor.must(take(PERSON), KIOSK)
    const ticketId = floor.callNext('c4')
    floor.must({ type: 'ticket.arrive', counterId: 'c4', ticketId }, clerk(4))
    expect(floor.refusal(take(PERSON), KIOSK)?.refused).toBe('ticket.person-waits')
    floor.must({ type: 'ticket.finish', counterId: 'c4', ticketId }, clerk(4))
    expect(floor.refusal(take(PERSON), KIOSK)).toBeUndefined()
  })

  it('[TK81] writes down what is another on another day, and tells it to nobody', () => {
    reads()
    const [first] = floor.must(take(PERSON), KIOSK)
    floor.wait(24 * 60)
    const [next] = floor.must(take(PERSON), KIOSK)
    const marks = [first, next].map(event => (event as { personMark?: string }).personMark)
    expect(new Set(marks).size).toBe(2)
    const where = { tabletsOf: () => ['c4'], counterIds: () => [], ticketIds: () => [], lotIds: () => [] }
    const heard = deliveries([HallEvent.parse(first)], where as never)
    expect(heard.size).toBeGreaterThan(3)
    expect(JSON.stringify([...heard])).not.toMatch(/personMark/)
  })

  it('[TK79] is set off again, with the reader’s address; the same again changes nothing', () => {
    const readerUrl = 'http://127.0.0.1:8777/card'
    const set = (realName: 'off' | 'optional', url?: string) =>
      floor.must({ type: 'hall.setRealName', realName, ...(url !== undefined && { readerUrl: url }) })
    expect(set('off', readerUrl)).toEqual([])
    expect(set('optional', readerUrl)).toHaveLength(1)
    expect(set('optional', readerUrl)).toEqual([])
    expect(hallHead(floor.hall)).toMatchObject({ realName: { readerUrl } })
    expect(set('off')).toHaveLength(1)
    expect(hallHead(floor.hall)).not.toHaveProperty('realName')
  })

  it.each([
    'http://10.0.0.9:80/card',
    'https://127.0.0.1:1/card',
    "http://127.0.0.1:1/card; script-src 'self'",
    'http://127.0.0.1:1/card,x',
    'http://localhost@evil.cn:1/',
    'http://127.0.0.1:1',
  ])('[FA110] has its reader on the kiosk’s own machine, and nothing else passes: %s', readerUrl => {
    const asked = { type: 'hall.setRealName', commandId: crypto.randomUUID(), realName: 'optional', readerUrl }
    expect(HallCommand.safeParse(asked).success).toBe(false)
    expect(HallCommand.safeParse({ ...asked, readerUrl: 'http://localhost:8777/' }).success).toBe(true)
  })
})

describe('at the door', () => {
  const command = (person: string) => ({ ...take(person), commandId: crypto.randomUUID() })
  const now = '2026-11-23T01:00:00.000Z'
  const seen = (person: string) => withoutIdNumber(command(person), now, text => `${text.length}`.padEnd(22, 'i'))

  it('[TK80] a number that is none is refused, and what stands for one is not taken from outside', () => {
    for (const person of ['110105194912310021', PERSON])
      expect(seen(person)).toEqual({ refused: 'ticket.card-unreadable' })
  })

  it('[TK81] a number is replaced by what stands for it, in the form that another hub takes', () => {
    const after = seen('11010519491231002X')
    expect(JSON.stringify(after)).not.toContain('19491231')
    expect(HallCommand.safeParse(after).success).toBe(true)
  })
})
