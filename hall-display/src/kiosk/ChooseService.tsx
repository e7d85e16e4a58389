import type { HallFrame, HallHead } from '@pingting/contract/words/screen'
import { Both } from '../parts/Both.tsx'
import { usePick, useText } from '../text/index.ts'
import { kioskText } from '../text/kiosk/index.ts'

interface Props {
  hall: HallHead
  frame: HallFrame | undefined
  onChoose(serviceCode: string): void
  onRate(): void
}

export function ChooseService({ hall, frame, onChoose, onRate }: Props) {
  const say = useText(kioskText)
  const pick = usePick()
  return (
    <section className="kiosk-step">
      <h2>
        <Both part={kioskText} word="chooseService" />
      </h2>
      <ul className="kiosk-services" data-testid="services">
        {hall.services.map(service => (
          <li key={service.code}>
            <button type="button" onClick={() => onChoose(service.code)} data-testid={`service-${service.code}`}>
              <b className="figure" aria-hidden="true">
                {service.prefix}
              </b>
              <span>
                <strong>{pick(service)}</strong>
                <small>{pick({ zh: service.en, en: service.zh })}</small>
              </span>
              <em>{say('waitingHere', { count: frame?.waitingByService[service.code] ?? 0 })}</em>
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="button kiosk-rate" onClick={onRate} data-testid="rate-by-code">
        <Both part={kioskText} word="rateByCode" />
      </button>
    </section>
  )
}
