import { ALARMS_MAX, type Event, type GateAlarm, LotCommand } from '@pingting/contract'
import { describe, expect, test } from 'vitest'
import { lotHead, lotHeadForBridge, lotHeadForOperator } from '../../../server/src/lots/view.ts'
import { fakeId, NINE, World } from '../reactions/world.ts'

const stuck: GateAlarm = {
  ...{ conditionId: 'nsu=urn:v;i=7', name: 'BarrierFault', source: 'Lane_1', severity: 800 },
  ...{ text: 'the barrier does not move', activeSince: NINE },
}
const paper: GateAlarm = { conditionId: 'nsu=urn:v;i=8', name: 'PaperLow', severity: 300, text: '', activeSince: NINE }
const tell = (world: World, alarms: GateAlarm[], deviceHealth?: 'failure' | 'normal', bridgeEpoch = 1) =>
  world.toLot({
    ...{ type: 'lot.recordHealth', commandId: fakeId('h'), bridgeEpoch, alarms },
    ...(deviceHealth === undefined ? {} : { deviceHealth }),
  }) as Event[]
const types = (events: Event[]) => events.map(({ type }) => type)

describe('how the devices of a gate are', () => {
  test('[LT30] an alarm is raised once, raised anew when it is told otherwise, and cleared when it is not told any more', () => {
    const world = new World()
    expect(tell(world, [stuck, paper])).toMatchObject([
      { type: 'lot.alarmRaised', ...stuck },
      { type: 'lot.alarmRaised', ...paper },
    ])
    expect(tell(world, [paper, stuck])).toEqual([])
    expect(tell(world, [{ ...stuck, severity: 900 }, paper])).toMatchObject([
      { type: 'lot.alarmRaised', severity: 900 },
    ])
    const { source: _, ...somewhere } = { ...stuck, severity: 900 }
    expect(types(tell(world, [somewhere, paper]))).toEqual(['lot.alarmRaised'])
    expect(tell(world, [paper])).toMatchObject([{ type: 'lot.alarmCleared', conditionId: stuck.conditionId }])
    expect(types(tell(world, [stuck]))).toEqual(['lot.alarmCleared', 'lot.alarmRaised'])
  })

  test('[LT30] the health of the device is told when it changes, and when the gate does not tell it any more', () => {
    const world = new World()
    const health = (told?: 'failure' | 'normal') => tell(world, [], told)
    expect([health(), health('failure'), health('failure'), health('normal')]).toMatchObject([
      [],
      [{ type: 'lot.deviceHealthChanged', deviceHealth: 'failure' }],
      [],
      [{ deviceHealth: 'normal' }],
    ])
    const [gone] = health()
    expect(gone).toEqual({ type: 'lot.deviceHealthChanged', v: 1, at: world.now })
    expect(lotHeadForOperator(world.lot)).not.toHaveProperty('deviceHealth')
  })

  test('[LT31] operator and bridge are shown it, nobody else; without any there is no word of it', () => {
    const world = new World()
    const shown = () => [lotHeadForOperator(world.lot), lotHeadForBridge(world.lot)]
    for (const head of shown()) expect(head).not.toHaveProperty('alarms')
    tell(world, [stuck], 'failure')
    for (const head of shown())
      expect(head).toMatchObject({ alarms: { [stuck.conditionId]: stuck }, deviceHealth: 'failure' })
    expect(lotHead(world.lot)).not.toHaveProperty('alarms')
    expect(lotHead(world.lot)).not.toHaveProperty('deviceHealth')
    tell(world, [], 'failure')
    for (const head of shown()) expect(head).not.toHaveProperty('alarms')
  })

  test('[LT30, LT1] only the bridge in office says it', () => {
    expect(tell(new World(), [stuck], 'failure', 2)).toEqual({ refused: 'lot.fenced', about: '1' })
  })

  test('[LT30, AC59] the fullest of it is less than a message may be, and more is no command', () => {
    const wide = '字'.repeat(40)
    const alarms = Array.from({ length: ALARMS_MAX }, (_, index) => ({
      ...{ conditionId: `${'c'.repeat(62)}${10 + index}`, name: wide, source: wide, severity: 1000 },
      ...{ text: '字'.repeat(100), activeSince: NINE },
    }))
    const command = { type: 'lot.recordHealth', commandId: fakeId('h'), bridgeEpoch: 1, deviceHealth: 'failure' }
    expect(LotCommand.safeParse({ ...command, alarms }).success).toBe(true)
    const frame = JSON.stringify(['command', { stream: `lot:${'l'.repeat(60)}`, command: { ...command, alarms } }])
    expect(Buffer.byteLength(frame)).toBeLessThan(15_900)
    expect(LotCommand.safeParse({ ...command, alarms: [...alarms, paper] }).success).toBe(false)
  })
})
