import type { ExemptionPolicy } from '@pingting/contract'

type Offered = Pick<
  ExemptionPolicy,
  'freeMinutes' | 'grantWithoutRating' | 'excludedClasses' | 'perPlatePerDay' | 'perPlatePerMonth'
>

/** What the diary does not know of itself. */
export interface DayTerms {
  /** Stands for the evaluation of a visit where none is asked for. */
  visitIdFor(hallId: string, ticketId: string): string
  /** What the hall's policy of the day gives, to which cars it gives nothing, how often, and whether it asks for a rating. */
  offerOf(hallId: string): Offered
  /** What a version of a hall's policy gives; nothing where the hall's policies are not known. */
  policyOf(hallId: string, version: string): Pick<ExemptionPolicy, 'freeMinutes' | 'grantWithoutRating'> | undefined
}
