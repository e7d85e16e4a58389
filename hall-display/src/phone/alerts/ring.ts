const SOON_MS = [200]
const TURN_MS = [300, 150, 300, 150, 600]
/** Two falling notes as in a hall's chime, in Hz, and how long each sounds. */
const NOTES_HZ = [880, 660]
const NOTE_SECONDS = 0.35
const LOUDNESS = 0.4

let audio: AudioContext | undefined

/** Only out of a tap: a browser lets no page sound, or ask for more, by itself. @returns whether it may notify as well. */
export async function allowAlerts(): Promise<boolean> {
  audio ??= new AudioContext()
  await audio.resume()
  chime(1)
  // Absent outside a secure context, and in some browsers within messengers.
  return 'Notification' in window && (await Notification.requestPermission()) === 'granted'
}

/** Felt in the hand, heard where sound was allowed, and told by the system where that was. Nothing of it may fail a page. */
export function ringFor(number: string, words: string, turn: boolean): void {
  navigator.vibrate?.(turn ? TURN_MS : SOON_MS)
  if (audio?.state === 'running') chime(turn ? 2 : 1)
  void notify(number, words).catch(() => undefined)
}

function chime(times: number): void {
  const at = audio!
  NOTES_HZ.flatMap((hz, index) =>
    Array.from({ length: times }, (_, round) => ({ hz, nth: round * 2 + index })),
  ).forEach(({ hz, nth }) => {
    const note = at.createOscillator()
    const volume = at.createGain()
    const from = at.currentTime + nth * NOTE_SECONDS
    note.frequency.value = hz
    volume.gain.setValueAtTime(LOUDNESS, from)
    volume.gain.exponentialRampToValueAtTime(0.001, from + NOTE_SECONDS)
    note.connect(volume).connect(at.destination)
    note.start(from)
    note.stop(from + NOTE_SECONDS)
  })
}

/** One notice of a ticket takes the place of the one before. */
async function notify(number: string, words: string): Promise<void> {
  if (!('Notification' in window) || Notification.permission !== 'granted') return
  const options = { body: words, tag: 'ticket', renotify: true, icon: '/icon.svg' }
  const registration = await navigator.serviceWorker?.getRegistration('/phone')
  // Phones let only a worker's registration notify; a desk's browser without one lets the page.
  if (registration?.active) await registration.showNotification(number, options)
  else new Notification(number, options)
}
