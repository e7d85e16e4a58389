import type { Command, HallCard, Service, StaffRole } from '@pingting/contract'
import { hashPassword } from '../src/accounts/passwords.ts'
import day from './data/hall-day.json' with { type: 'json' }
import halls from './data/halls.yantai.json' with { type: 'json' }
import items from './data/service-items.json' with { type: 'json' }

/** The main hall of the data: what a first start founds. */
const hall = halls.halls.find(one => one.id === day.hall)!
const lot = hall.lot!
const region = halls.city.code

export const HALL_ID = hall.id
export const LOT_ID = lot.id
export const COUNTER_TALLY = hall.counters
export const LANES = { in: lot.lanes.in, out: lot.lanes.out, spaces: lot.spaces }

/** A command without its id, and where it goes; the hub gives ids made from the place in the list. */
export interface SeedStep {
  stream: string
  command: { type: Command['type'] } & Record<string, unknown>
}

const hours = day.openHours.map(([from = '', to = '']) => ({ from, to }))

/** About a fifth of a day's visitors may book ahead; general reception takes whoever comes. */
const services: Service[] = items.categories.map(({ code, prefix, zh, en, minutes, booked }) => ({
  ...{ code, prefix, zh, en },
  typicalMinutes: minutes.p50,
  ...(booked && { appointments: { hours, ...booked } }),
}))

/** Counters by the work there is: each service gets its share of them, one at least; two more services come after its own. */
function profiles(): string[][] {
  const loads = items.categories.map(item => item.share * item.minutes.p50)
  const total = loads.reduce((sum, load) => sum + load, 0)
  const tallies = loads.map(load => Math.max(1, Math.floor((load / total) * COUNTER_TALLY)))
  for (let left = COUNTER_TALLY - tallies.reduce((sum, tally) => sum + tally, 0); left > 0; left -= 1) {
    const neediest = loads.reduce((best, load, i) => (load / tallies[i]! > loads[best]! / tallies[best]! ? i : best), 0)
    tallies[neediest]! += 1
  }
  const codes = items.categories.map(item => item.code)
  const after = (index: number, step: number): string => codes[(index + step) % codes.length]!
  return tallies.flatMap((tally, index) =>
    Array.from({ length: tally }, () => [codes[index]!, after(index, 1), after(index, 2)]),
  )
}

const card: HallCard = {
  hallId: HALL_ID,
  hallNumber: 1,
  name: hall.name,
  nameEn: 'Yantai Government Service Centre',
  region,
  complaintPhone: '12345',
  services,
  counters: profiles().map((profile, index) => ({
    counterId: counterIdOf(index + 1),
    label: String(index + 1),
    profile,
  })),
  lotIds: [LOT_ID],
  policy: {
    version: day.exemptionPolicy.version,
    freeMinutes: day.exemptionPolicy.freeMinutes,
    stackRule: 'max',
    perPlatePerDay: day.exemptionPolicy.perPlatePerDay,
    minServiceSeconds: 20,
    minFormSeconds: 2,
  },
}

export const SERVICE_ITEMS = items.categories
export function counterIdOf(number: number): string {
  return `C${String(number).padStart(2, '0')}`
}
export const clerkIdOf = (number: number): string => `clerk${String(number).padStart(2, '0')}`

/** Who works in the hall that a first start founds. */
const STAFF: readonly { staffId: string; name: string; role: StaffRole }[] = [
  { staffId: 'admin', name: '系统管理员', role: 'admin' },
  { staffId: 'manager', name: '大厅经理', role: 'manager' },
  { staffId: 'operator', name: '停车管理员', role: 'operator' },
  ...Array.from({ length: COUNTER_TALLY }, (_, index) => ({
    ...{ staffId: clerkIdOf(index + 1), name: `${index + 1}号窗口工作人员`, role: 'clerk' as const },
  })),
]
export const STAFF_IDS: readonly string[] = STAFF.map(({ staffId }) => staffId)

/** A first password each: it opens one thing, to choose one's own. */
export async function firstAccounts(passwords: ReadonlyMap<string, string>): Promise<AccountSecrets> {
  const hashed = STAFF_IDS.map(async staffId => [staffId, await hashPassword(passwords.get(staffId) ?? '')] as const)
  const hashes = new Map(await Promise.all(hashed))
  return staffId => ({ passwordHash: hashes.get(staffId)! })
}

/** One password for everybody, as if each had chosen it: for demonstrations and tests, never for a hall. */
export async function chosenAccounts(password: string): Promise<AccountSecrets> {
  const passwordHash = await hashPassword(password)
  return () => ({ passwordHash, chosenBy: 'owner' })
}

/** What an account starts with. */
type AccountSecrets = (staffId: string) => { passwordHash: string; chosenBy?: 'owner' }

/** Everything a first start founds: a city, its main hall, the lot beside it, and people to work there. */
export function seedSteps(secretsOf: AccountSecrets): SeedStep[] {
  return [
    { stream: `city:${region}`, command: { type: 'city.open', region, name: halls.city.name } },
    { stream: `hall:${HALL_ID}`, command: { type: 'hall.open', hall: card } },
    {
      stream: `lot:${LOT_ID}`,
      command: {
        type: 'lot.open',
        lot: {
          lotId: LOT_ID,
          name: `${hall.name}停车场`,
          nameEn: 'Centre car park',
          spaces: lot.spaces,
          hallIds: [HALL_ID],
          shifts: ['07:00', '15:00', '23:00'],
        },
      },
    },
    ...STAFF.map(({ staffId, ...rest }) => ({
      stream: `city:${region}`,
      command: {
        ...{ type: 'account.create' as const, staffId, ...rest, hallIds: [HALL_ID], lotIds: [LOT_ID] },
        ...secretsOf(staffId),
      },
    })),
  ]
}
