import { normalisePlate, parsePlate } from '../plates.ts'

/** Characters a camera and a hurried reader take for one another. */
const LOOK_ALIKES = ['0DO', '8B', '2Z', '5S']

const ENDING = /^(?:[A-Z0-9]{3,6}|[A-Z0-9]{2,5}[学警港澳超领使])$/

/**
 * The last 3 to 6 characters of a plate, as people type them.
 * @returns them normalised as a plate is, or undefined when the text is no ending of one.
 */
export function parseEnding(raw: string): string | undefined {
  if (raw.length > 32) return undefined
  const ending = normalisePlate(raw)
  return ENDING.test(ending) ? ending : undefined
}

/**
 * Whether two normalised plates differ in exactly one place, and whether by characters that look alike.
 * @returns undefined when they are the same or further apart.
 */
export function oneOff(a: string, b: string): 'lookAlike' | 'other' | undefined {
  if (a.length !== b.length) return undefined
  const places = [...a].flatMap((char, n) => (char === b.charAt(n) ? [] : [n]))
  const [place] = places
  if (place === undefined || places.length > 1) return undefined
  const alike = LOOK_ALIKES.some(group => group.includes(a.charAt(place)) && group.includes(b.charAt(place)))
  return alike ? 'lookAlike' : 'other'
}

/** As many as a person looks through. */
const AT_MOST = 5

interface Car {
  plate?: string
  enteredAt: string
  exitedAt?: string
}

/** The five cars inside likeliest meant by a plate read one character off: look-alikes first, then the latest entered. */
export function nearPlates<C extends Car>(plate: string, cars: readonly C[]): C[] {
  const meant = keyOf(plate)
  const near = cars.flatMap(car => {
    const looks = car.plate === undefined || car.exitedAt !== undefined ? undefined : oneOff(keyOf(car.plate), meant)
    return looks === undefined ? [] : [{ car, rank: looks === 'lookAlike' ? 0 : 1 }]
  })
  near.sort((a, b) => a.rank - b.rank || b.car.enteredAt.localeCompare(a.car.enteredAt))
  return near.slice(0, AT_MOST).map(({ car }) => car)
}

/** What is no plate of ours is compared as the gate sent it. */
const keyOf = (plate: string): string => parsePlate(plate)?.normalised ?? plate
