import type { Service } from '@pingting/contract'
import { type FormEvent, useState } from 'react'
import { Entry } from '../../parts/form/fields.tsx'
import { adminText } from '../../text/admin/index.ts'
import { usePick, useText } from '../../text/index.ts'
import { Ends, type PartProps, useBeside, useKeeping } from '../form.tsx'

const NEW = { code: '', prefix: '', zh: '', en: '', typicalMinutes: '', itemCode: '' }
type Draft = typeof NEW

/** 事项: what may be had here, and by which letter its numbers begin. */
export function Services(props: PartProps) {
  const { setup, isAdmin } = props
  const say = useText(adminText)
  const pick = usePick()
  const [open, setOpen] = useState<string>()
  const { services, counters } = setup.card
  const tallyOf = (code: string): number => counters.filter(({ profile }) => profile.includes(code)).length
  return (
    <>
      <p className="what">{say('servicesWhat')}</p>
      {isAdmin && open !== '' && (
        <button type="button" className="button main" onClick={() => setOpen('')} data-testid="add">
          {say('addService')}
        </button>
      )}
      {open === '' && <ServiceForm {...props} onDone={() => setOpen(undefined)} />}
      <ul className="set-list">
        {services.map(service => (
          <li key={service.code} data-testid="service" data-code={service.code}>
            <strong className="figure">{service.prefix}</strong>
            <span className="grows">
              {pick(service)} <small>{service.itemCode ?? service.code}</small>
            </span>
            {tallyOf(service.code) === 0 ? (
              <span className="lacks">{say('noCounterFor')}</span>
            ) : (
              <small>{say('byCounters', { n: tallyOf(service.code) })}</small>
            )}
            {isAdmin && (
              <button
                type="button"
                className="button"
                onClick={() => setOpen(service.code)}
                aria-label={`${say('change')} ${pick(service)}`}
                data-testid={`change-${service.code}`}
              >
                {say('change')}
              </button>
            )}
            {open === service.code && <ServiceForm {...props} service={service} onDone={() => setOpen(undefined)} />}
          </li>
        ))}
      </ul>
      {!isAdmin && <p className="notice">{say('adminOnly')}</p>}
    </>
  )
}

const draftOf = ({ code, prefix, zh, en, typicalMinutes, itemCode = '' }: Service): Draft => ({
  ...{ code, prefix, zh, en, typicalMinutes: String(typicalMinutes), itemCode },
})

/** What the form does not ask for stays as it is: terms of appointments. An empty 事项编号 is none. */
function serviceOf({ itemCode, ...draft }: Draft, known: Service | undefined): Service {
  const { itemCode: _, ...kept } = known ?? {}
  return { ...kept, ...draft, typicalMinutes: Number(draft.typicalMinutes), ...(itemCode !== '' && { itemCode }) }
}

function ServiceForm({ hallId, setup, again, service, onDone }: PartProps & { service?: Service; onDone(): void }) {
  const say = useText(adminText)
  const keeping = useKeeping(`hall:${hallId}`, again)
  const beside = useBeside(keeping.refused)
  const [draft, setDraft] = useState<Draft>(service ? draftOf(service) : NEW)
  const others = service ? [] : setup.card.services.map(({ code }) => code)
  const wrong: Record<keyof Draft, string | undefined> = {
    code: !/^[a-z][a-z0-9-]{0,31}$/.test(draft.code)
      ? say('wrong_code')
      : others.includes(draft.code)
        ? say('wrong_codeTaken')
        : undefined,
    prefix: /^[A-Z]$/.test(draft.prefix) ? beside('service.prefix-taken', 'service.prefix-kept') : say('wrong_prefix'),
    zh: draft.zh.trim() === '' ? say('wrong_empty') : undefined,
    en: draft.en.trim() === '' ? say('wrong_empty') : undefined,
    typicalMinutes: Number(draft.typicalMinutes) > 0 ? undefined : say('wrong_minutes'),
    itemCode: /^([A-Za-z0-9][A-Za-z0-9-]{0,31})?$/.test(draft.itemCode) ? undefined : say('wrong_itemCode'),
  }
  const field = (key: keyof Draft) => ({
    ...{ value: draft[key], wrong: wrong[key], testId: `service-${key}` },
    onChange(value: string) {
      keeping.touched()
      setDraft({ ...draft, [key]: value })
    },
  })
  const isRight = Object.values(wrong).every(each => each === undefined)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    const wish = { type: 'hall.setService', service: serviceOf(draft, service) } as const
    if (isRight && (await keeping.keep(wish))) onDone()
  }
  return (
    <form className="admin-form" onSubmit={submit} data-testid="service-form">
      <fieldset>
        {service === undefined && (
          <>
            <Entry label={say('code')} hint={say('codeHint')} longest={32} {...field('code')} />
            <Entry label={say('prefix')} hint={say('prefixHint')} longest={1} {...field('prefix')} />
          </>
        )}
        <Entry label={say('zh')} hint={say('zhHint')} {...field('zh')} />
        <Entry label={say('en')} hint={say('enHint')} longest={60} {...field('en')} />
        <Entry label={say('itemCode')} hint={say('itemCodeHint')} longest={32} {...field('itemCode')} />
        <Entry label={say('minutes')} hint={say('minutesHint')} isNumber longest={5} {...field('typicalMinutes')} />
      </fieldset>
      <Ends
        keeping={keeping}
        isRight={isRight}
        beside={['service.prefix-taken', 'service.prefix-kept']}
        onCancel={onDone}
      />
    </form>
  )
}
