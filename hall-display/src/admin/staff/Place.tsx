import type { StaffRole } from '@pingting/contract'
import { Group, Select, Tick } from '../../parts/form/fields.tsx'
import { roleCodes, staffText } from '../../text/admin/index.ts'
import { usePick, useText, useWords } from '../../text/index.ts'
import type { PartProps } from '../form.tsx'

const STAFF_ROLES = ['clerk', 'manager', 'operator', 'admin'] as const

/** What an account may, and where. */
export interface PlaceDraft {
  role: StaffRole
  hallIds: string[]
  lotIds: string[]
}

interface Props {
  setup: PartProps['setup']
  draft: PlaceDraft
  onChange(part: Partial<PlaceDraft>): void
}

const toggled = (all: readonly string[], one: string, isIn: boolean): string[] =>
  isIn ? [...all.filter(each => each !== one), one] : all.filter(each => each !== one)

/** Places of other halls are left as they are. */
export function PlaceFields({ setup: { card, lots }, draft, onChange }: Props) {
  const say = useText(staffText)
  const pick = usePick()
  const roleOf = useWords(roleCodes)
  return (
    <>
      <Select
        label={say('role')}
        hint={say('roleHint')}
        options={STAFF_ROLES.map(value => ({ value, label: roleOf(value) }))}
        value={draft.role}
        onChange={role => onChange({ role: role as StaffRole })}
        testId="staff-role"
      />
      <Group legend={pick({ zh: card.name, en: card.nameEn })} hint={say('hereHint')}>
        <Tick
          label={say('here')}
          checked={draft.hallIds.includes(card.hallId)}
          onChange={isIn => onChange({ hallIds: toggled(draft.hallIds, card.hallId, isIn) })}
          testId="staff-here"
        />
      </Group>
      {lots.length > 0 && (
        <Group legend={say('lots')} hint={say('lotsHint')}>
          {lots.map(lot => (
            <Tick
              key={lot.lotId}
              label={pick({ zh: lot.name, en: lot.nameEn })}
              checked={draft.lotIds.includes(lot.lotId)}
              onChange={isIn => onChange({ lotIds: toggled(draft.lotIds, lot.lotId, isIn) })}
              testId={`staff-lot-${lot.lotId}`}
            />
          ))}
        </Group>
      )}
    </>
  )
}
