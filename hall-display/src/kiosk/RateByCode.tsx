import type { Refused } from '@pingting/contract'
import { TAG_VERSION } from '@pingting/contract/words/tags'
import { useState } from 'react'
import { useCommand } from '../hub/command.ts'
import type { Pairing } from '../hub/devices.ts'
import { ask } from '../hub/http.ts'
import { CarFinder } from '../parts/plate/CarFinder.tsx'
import { RefusedNotice } from '../parts/RefusedNotice.tsx'
import { type Rating, RatingForm } from '../parts/rating/RatingForm.tsx'
import { useText } from '../text/index.ts'
import { kioskText } from '../text/kiosk/index.ts'
import { CodePad } from './code/CodePad.tsx'

interface Found {
  ticketId: string
  number: string
  status: string
}

interface Props {
  pairing: Pairing
  onDone(): void
}

type Step = 'code' | 'rate' | 'plate' | 'thanks'

/** Who has no phone at hand rates here, with the code of the slip. */
export function RateByCode({ pairing, onDone }: Props) {
  const say = useText(kioskText)
  const [step, setStep] = useState<Step>('code')
  const [found, setFound] = useState<Found & { opener: string }>()
  const [unfound, setUnfound] = useState<Refused>()
  const stream = `hall:${pairing.hallId}`
  const rating = useCommand(stream, pairing.credential)
  const binding = useCommand(stream, pairing.credential)
  const { ticketId = '', opener = '' } = found ?? {}
  const look = async (code: string): Promise<void> => {
    const path = `/api/halls/${encodeURIComponent(pairing.hallId)}/tickets/by-code/${encodeURIComponent(code)}`
    const reply = await ask<Found>(path, { credential: pairing.credential })
    if (!reply.ok) return setUnfound(reply)
    setFound({ ...reply.value, opener: code })
    setStep('rate')
  }
  const rate = async ({ level, tagCodes, text, formOpenMs }: Rating): Promise<void> => {
    const answer = await rating.run({
      ...{
        type: 'evaluation.submit',
        ticketId,
        level,
        tagVersion: TAG_VERSION,
        tagCodes,
        channel: 'kiosk',
        formOpenMs,
        opener,
      },
      ...(text !== undefined && { text }),
    })
    if (answer?.ok) setStep('plate')
  }
  const bind = async (wish: Parameters<typeof binding.run>[0]): Promise<void> => {
    const answer = await binding.run(wish)
    if (answer?.ok) setStep('thanks')
  }
  return (
    <section className="kiosk-step" data-testid="kiosk-rating" data-step={step}>
      {step === 'code' && (
        <>
          <h2>{say('codeTitle')}</h2>
          <p>{say('codeWhat')}</p>
          <RefusedNotice refused={unfound} />
          <CodePad onCode={look} />
        </>
      )}
      {step === 'rate' && (
        <>
          <h2>{say('rateTicket', { number: found?.number ?? '' })}</h2>
          <RatingForm onSubmit={rate} onSkip={onDone} busy={rating.busy} refused={rating.refused} />
        </>
      )}
      {step === 'plate' && (
        <>
          <h2>{say('plateAfter')}</h2>
          <p>{say('plateAfterWhat')}</p>
          <CarFinder
            {...{ hallId: pairing.hallId, ticketId, opener, credential: pairing.credential }}
            {...{ refused: binding.refused, busy: binding.busy }}
            confirmWord={say('plateConfirm')}
            onChoose={choice => bind({ type: 'plate.choose', ticketId, choice, opener })}
            onPlate={plate => bind({ type: 'plate.bind', ticketId, plate, opener })}
            onSkip={() => setStep('thanks')}
          />
        </>
      )}
      {step === 'thanks' && (
        <>
          <h2 data-testid="thanks">{say('thanks')}</h2>
          <p>{say('thanksWhat')}</p>
          <button type="button" className="button main" onClick={onDone} data-testid="rating-done">
            {say('done')}
          </button>
        </>
      )}
    </section>
  )
}
