import type { DeviceRow, GateRow } from '@pingting/contract/words/office/frames'
import type { HallHead } from '@pingting/contract/words/screen'
import { deviceCodes } from '../text/home/index.ts'
import { usePick, useText, useWords } from '../text/index.ts'
import { deviceHealthCodes } from '../text/parking/index.ts'
import { wallText } from '../text/wall/index.ts'
import { useNames } from './naming.ts'

interface Props {
  hall: HallHead | undefined
  devices: readonly DeviceRow[]
  gates: readonly GateRow[]
}

/** What is away stands first. */
const byNeed = (one: DeviceRow, other: DeviceRow): number =>
  Number(one.online ?? true) - Number(other.online ?? true) || (one.deviceId < other.deviceId ? -1 : 1)

/** As many as stand below each other; the rest is well, or in the tally. */
const ROWS_MAX = 12

/** Whether the gates are there, and the devices of the hall. */
export function Devices({ hall, devices, gates }: Props) {
  const say = useText(wallText)
  const away = devices.filter(({ online }) => online === false).length
  return (
    <section className="wall-card wall-devices" aria-labelledby="wall-devices">
      <h2 id="wall-devices">
        {say('devices')} <strong className="figure">{devices.length}</strong>
        {away > 0 && <em>{say('away', { count: away })}</em>}
      </h2>
      <ul data-testid="gates">
        {gates.map(gate => (
          <Gate key={gate.lotId} gate={gate} />
        ))}
      </ul>
      {devices.length === 0 && <p className="wall-none">{say('noDevices')}</p>}
      <ul className="wall-device-list" data-testid="devices">
        {devices
          .toSorted(byNeed)
          .slice(0, ROWS_MAX)
          .map(device => (
            <Device key={device.deviceId} device={device} hall={hall} />
          ))}
      </ul>
    </section>
  )
}

function Gate({ gate }: { gate: GateRow }) {
  const say = useText(wallText)
  const pick = usePick()
  const healthOf = useWords(deviceHealthCodes)
  const { usable, health, alarmTally } = gate
  return (
    <li className={usable && alarmTally === 0 ? 'well' : 'ill'} data-testid="gate">
      <b>{pick({ zh: gate.name, en: gate.nameEn })}</b>
      <span>{say(usable ? 'gateUsable' : 'gateLost')}</span>
      <small>
        {health !== undefined && healthOf(health)}
        {alarmTally > 0 && ` ${say('alarms', { count: alarmTally })}`}
      </small>
    </li>
  )
}

function Device({ device, hall }: { device: DeviceRow; hall: HallHead | undefined }) {
  const say = useText(wallText)
  const kindOf = useWords(deviceCodes)
  const { counter } = useNames(hall)
  const { online } = device
  const state = online === undefined ? 'unknown' : online ? 'online' : 'offline'
  return (
    <li className={state === 'offline' ? 'ill' : 'well'} data-device={device.deviceId} data-state={state}>
      <b>{kindOf(device.kind)}</b>
      <span>{device.counterId === undefined ? '' : counter(device.counterId)}</span>
      <small>{say(state)}</small>
    </li>
  )
}
