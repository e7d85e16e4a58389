import { kioskText } from '../text/kiosk/index.ts'
import './kiosk.css'
import './offline/offline.css'
import './slip-print.css'
import type { Accepted } from '@pingting/contract'
import type { HallHead } from '@pingting/contract/words/screen'
import { useCallback, useEffect, useRef, useState } from 'react'
import { forgetUnsettled } from '../hub/command.ts'
import { useRoom } from '../hub/connect.ts'
import type { Pairing } from '../hub/devices.ts'
import { DeviceGate } from '../parts/gate/DeviceGate.tsx'
import { IdleNotice } from '../parts/idle/IdleNotice.tsx'
import { useIdle } from '../parts/idle/idle.ts'
import { LanguageSwitch } from '../parts/LanguageSwitch.tsx'
import { LinkBadge } from '../parts/LinkBadge.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { SizeSwitch } from '../parts/SizeSwitch.tsx'
import { Waiting } from '../parts/Waiting.tsx'
import { usePick, useText } from '../text/index.ts'
import { ChooseService } from './ChooseService.tsx'
import { CheckIn } from './code/CheckIn.tsx'
import { Details } from './Details.tsx'
import { AwayNotice, RejectedNotice } from './offline/AwayNotice.tsx'
import { OfflineSlip } from './offline/OfflineSlip.tsx'
import { type OfflineTaken, useOffline } from './offline/offline.ts'
import { RateByCode } from './RateByCode.tsx'
import { ReadAloud } from './ReadAloud.tsx'
import { Slip } from './Slip.tsx'

/** The ticket machine: a service, who you are to the queue, a car if you like, and a slip. Ratings by code as well. */
export default function Kiosk() {
  const say = useText(kioskText)
  return (
    <DeviceGate title={say('title')} kind="kiosk">
      {pairing => <HallKiosk pairing={pairing} />}
    </DeviceGate>
  )
}

type Step =
  | { at: 'services' }
  | { at: 'details'; serviceCode: string }
  | { at: 'slip'; serviceCode: string; accepted: Accepted }
  | { at: 'offlineSlip'; serviceCode: string; taken: OfflineTaken }
  | { at: 'rate' }
  | { at: 'checkIn' }

const START: Step = { at: 'services' }
const IDLE_MS = 60_000
const WARN_MS = 15_000

function HallKiosk({ pairing }: { pairing: Pairing }) {
  const [step, setStep] = useState<Step>(START)
  const { held, refused } = useRoom(`hall:${pairing.hallId}`, 'public')
  const offline = useOffline(pairing, held?.screen.hall)
  const restart = useCallback(() => {
    forgetUnsettled()
    setStep(START)
  }, [])
  const page = useFocusOnStep(step.at)
  const left = useIdle(step.at !== 'services', IDLE_MS, WARN_MS, restart)
  if (refused) return <RefusedNotice refused={refused} />
  const hall = held?.screen.hall ?? offline.stock?.hall
  if (hall === undefined) return <Waiting />
  const frame = held?.frame?.kind === 'hall' && !offline.away ? held.frame : undefined
  const service = hall.services.find(({ code }) => 'serviceCode' in step && code === step.serviceCode)
  return (
    <main className="kiosk" data-testid="kiosk" data-step={step.at} ref={page}>
      <Head hall={hall} {...(step.at !== 'services' && { onHome: restart })} />
      <div>
        {step.at !== 'offlineSlip' && <AwayNotice phone={hall.complaintPhone} offline={offline} />}
        {step.at === 'services' && <RejectedNotice offline={offline} />}
      </div>
      {step.at === 'services' && (
        <ChooseService
          hall={hall}
          frame={frame}
          onChoose={serviceCode => setStep({ at: 'details', serviceCode })}
          {...(!offline.away && {
            onRate: () => setStep({ at: 'rate' }),
            onCheckIn: () => setStep({ at: 'checkIn' }),
          })}
        />
      )}
      {step.at === 'details' && service && (
        <Details
          pairing={pairing}
          service={service}
          {...{ hall, offline }}
          aheadTally={frame?.waitingByService[service.code]}
          onTaken={accepted => setStep({ at: 'slip', serviceCode: service.code, accepted })}
          onTakenOffline={taken => setStep({ at: 'offlineSlip', serviceCode: service.code, taken })}
        />
      )}
      {step.at === 'offlineSlip' && service && (
        <OfflineSlip {...{ hall, service }} taken={step.taken} onDone={restart} />
      )}
      {step.at === 'slip' && service && (
        <Slip {...{ pairing, hall, service }} accepted={step.accepted} onDone={restart} />
      )}
      {step.at === 'checkIn' && (
        <CheckIn
          pairing={pairing}
          onTaken={(serviceCode, accepted) => setStep({ at: 'slip', serviceCode, accepted })}
        />
      )}
      {step.at === 'rate' && <RateByCode pairing={pairing} onDone={restart} />}
      <footer>
        <ReadAloud
          step={step.at}
          words={() => page.current?.querySelector<HTMLElement>('.kiosk-step')?.innerText ?? ''}
        />
        <LanguageSwitch />
        <SizeSwitch />
        <LinkBadge />
      </footer>
      <IdleNotice secondsLeft={left} />
    </main>
  )
}

/** Whoever works by keys, or hears the page, begins at the top of each step. */
function useFocusOnStep(at: Step['at']) {
  const page = useRef<HTMLElement>(null)
  const last = useRef(at)
  useEffect(() => {
    if (last.current === at) return
    last.current = at
    const step = page.current?.querySelector<HTMLElement>('.kiosk-step')
    if (step == null) return
    step.tabIndex = -1
    step.focus({ preventScroll: true })
  }, [at])
  return page
}

function Head({ hall, onHome }: { hall: HallHead; onHome?: () => void }) {
  const say = useText(kioskText)
  const pick = usePick()
  return (
    <header>
      <div>
        <h1>{pick({ zh: hall.name, en: hall.nameEn })}</h1>
        <p>{pick({ zh: hall.nameEn, en: hall.name })}</p>
      </div>
      {onHome && (
        <button type="button" className="button" onClick={onHome} data-testid="kiosk-home">
          {say('startOver')}
        </button>
      )}
    </header>
  )
}
