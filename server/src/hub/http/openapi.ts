import {
  CaseList,
  CaseReasons,
  CityCommand,
  DisputeWish,
  HallCommand,
  LotCommand,
  PolicyTrialRequest,
  refusals,
} from '@pingting/contract'
import { BookWish, CodeWish, LookWish, MoveWish } from '../../appointments/http.ts'
import { commandPath, object, plain, reference, schemaOf, text } from './openapi-parts.ts'

/** How devices prove themselves, and how anybody gets into a socket. */
const devicePaths = {
  '/api/pair': plain(
    'post',
    'Pairs a device: a code, and the public key the device made',
    object({ code: text, publicKey: text }),
  ),
  '/api/devices/challenge': plain('post', 'What a device is to sign', object({ deviceId: text })),
  '/api/devices/token': plain(
    'post',
    'A token of a day, for the challenge signed with the key of the device (Ed25519)',
    object({ deviceId: text, challenge: text, signature: text }),
  ),
  '/api/socket-tickets': plain('post', 'A way into a socket, good once and for half a minute', object({})),
}

const proof = { password: text, code: text }

/** What people on the staff do about themselves. `code` is of the second factor, where one is set. */
const staffPaths = {
  '/api/login': plain('post', 'Staff log-in', object({ staffId: text, ...proof }, ['staffId', 'password'])),
  '/api/logout': plain('post', 'Ends the session', object({})),
  '/api/me': plain('get', 'Who the credential belongs to'),
  '/api/here': plain('post', 'Somebody sits before the screen: the session goes on', object({})),
  '/api/password': plain(
    'post',
    'Chooses a new password; the first one has to be changed before anything else',
    object({ ...proof, newPassword: text }, ['password', 'newPassword']),
  ),
  '/api/second-factor': {
    ...plain('get', 'Whether a second factor is set'),
    ...plain('post', 'Sets the second factor that was offered', object({ sealedSecret: text, code: text })),
  },
  '/api/second-factor/offer': plain('post', 'A new second factor, not set yet', object(proof, ['password'])),
  '/api/accounts': {
    ...plain('get', 'The staff of the city for its admins; nothing that opens an account is in it'),
    ...plain(
      'post',
      'Makes an account with a first password, which is in the answer alone; the same `commandId` is given the same',
      object({
        ...{ commandId: text, staffId: text, name: text, role: text },
        ...{ hallIds: { type: 'array', items: text }, lotIds: { type: 'array', items: text } },
      }),
      object({ staffId: text, password: text }),
    ),
  },
  '/api/accounts/{staff}/password': plain(
    'post',
    'Gives an account a first password again, which is in the answer alone',
    object({ commandId: text }),
    object({ staffId: text, password: text }),
  ),
  '/api/second-factor/end': plain('post', 'Takes the second factor off', object(proof, ['password'])),
}

/** About the hub itself. */
const hubPaths = {
  '/healthz': plain('get', 'The process lives'),
  '/readyz': plain('get', 'It can serve'),
  '/metrics': plain('get', 'Figures for Prometheus; on this machine, or with the token'),
  '/api/openapi.json': plain('get', 'This document'),
  '/api/push': {
    ...plain('get', 'The key of this hub for Web Push (RFC 8292)', undefined, object({ key: text })),
    ...plain(
      'post',
      'From now on the phone of the ticket that asks is told of its call, also when its page is closed',
      object({ endpoint: text, keys: object({ p256dh: text, auth: text }), language: text }),
      object({ subscribed: { type: 'boolean' } }),
    ),
  },
  '/api/qr.svg': plain('get', 'A text as a QR code'),
  '/api/pairing-links': plain('get', 'Links that open the faces of a first start, on this machine'),
}

/** What may be asked of a hall. */
const hallPaths = {
  '/api/halls/{hall}': plain('get', 'Name, services and counters of a hall'),
  '/api/halls/{hall}/tickets/by-code/{code}': plain('get', 'The ticket behind a short code, for a kiosk'),
  '/api/halls/{hall}/slips': plain(
    'post',
    'Prints the slip of a ticket at the printer of the kiosk that asks; `language` is zh-CN or en',
    object({ code: text, language: text }),
    object({ printed: { type: 'boolean' } }),
  ),
  '/api/halls/{hall}/spellings': plain('get', 'By service, its pinyin initials and whole pinyin'),
  '/api/halls/{hall}/exemptions': plain('get', 'The exemptions of a business day, for the parking operator'),
  '/api/halls/{hall}/officer': plain(
    'get',
    'Number and photo (a data URL) of who serves at the counter of the tablet that asks, where they were laid down',
    undefined,
    object({ number: text, photo: text }, []),
  ),
  '/api/halls/{hall}/cars': plain(
    'post',
    'At most five cars inside by the last 3 to 6 characters of their plates, masked, each with what `plate.choose` names it by for five minutes',
    object({ ticketId: text, ending: text, opener: text }, ['ticketId', 'ending']),
    object({ cars: { type: 'array', items: object({ choice: text, plate: text, enteredAt: text }) } }),
  ),
  '/api/halls/{hall}/days/{day}': plain(
    'get',
    'The figures of a business day; levels in whole batches, to managers exactly',
  ),
  '/api/halls/{hall}/days/{day}/marginals': plain(
    'get',
    'The sums of a business day by hour, counter, item and channel, with waits as histograms, for managers',
  ),
  '/api/halls/{hall}/months/{month}': plain('get', 'The same sums of a month (yyyy-mm), for managers'),
  '/api/halls/{hall}/trend': plain(
    'get',
    'What each day and week came to (`?from=&to=`, at most 92 days): waits, services, ratings, rates; for managers',
  ),
  '/api/halls/{hall}/trend.csv': plain('get', 'The same, for a spreadsheet'),
  '/api/halls/{hall}/trend.xlsx': plain('get', 'The same, as an Excel workbook'),
  '/api/halls/{hall}/ratings': plain(
    'get',
    'Active ratings by counter, item and channel (`?from=&to=`, at most 31 days), for managers',
  ),
  '/api/halls/{hall}/ratings.csv': plain('get', 'The same, for a spreadsheet'),
  '/api/halls/{hall}/ratings.xlsx': plain('get', 'The same, as an Excel workbook'),
  '/api/halls/{hall}/policy-trials': plain(
    'post',
    'What a policy of free parking would have come to on past days, at most 31, for managers',
    reference('PolicyTrialRequest'),
  ),
  '/api/halls/{hall}/setup': plain(
    'get',
    'How a hall is set up: services, counters, hours, devices and when they were seen, car parks; for managers',
  ),
  '/api/halls/{hall}/audit': plain(
    'get',
    'Who did what on a business day (`?day=`), when and from where; `who`, `staffId` and `about` narrow it; for admins',
  ),
  '/api/halls/{hall}/cases': plain(
    'get',
    'Open cases of bad evaluations for managers: all counted by class, and the newest of them',
    undefined,
    reference('CaseList'),
  ),
  '/api/halls/{hall}/cases/{case}': plain(
    'get',
    'Why it was rated so: for the manager who has taken the case, and for who is to approve the reply',
    undefined,
    reference('CaseReasons'),
  ),
}

const appointment = object({
  ...{ hallId: text, serviceCode: text, startsAt: text, endsAt: text, checkInFrom: text, checkInUntil: text },
  ...{ status: { enum: ['booked', 'checkedIn', 'missed'] }, code: text, qr: text },
})

const BOOKED = '/api/halls/{hall}/appointments'
/** Appointments. Whoever has the code of one may look at it, move it and cancel it; it stands in the body, never in an address. */
const appointmentPaths = {
  '/api/bookable': plain('get', 'The halls that take appointments'),
  '/api/halls/{hall}/bookable': plain('get', 'The services of a hall that may be booked ahead'),
  '/api/halls/{hall}/bookable/{service}': plain('get', 'Its slots, with the places left'),
  [BOOKED]: plain(
    'post',
    'Books a place, once for a commandId; twenty in an hour of an address',
    schemaOf(BookWish),
    appointment,
  ),
  [`${BOOKED}/look`]: plain('post', 'The appointment behind a code', schemaOf(LookWish), appointment),
  [`${BOOKED}/move`]: plain('post', 'Moves it to another slot', schemaOf(MoveWish), appointment),
  [`${BOOKED}/cancel`]: plain(
    'post',
    'Gives its place back',
    schemaOf(CodeWish),
    object({ cancelled: { const: true } }),
  ),
  [`${BOOKED}/check-in`]: plain(
    'post',
    'Takes its ticket, for kiosks and staff',
    schemaOf(CodeWish),
    reference('Accepted'),
  ),
  '/api/halls/{hall}/days/{day}/appointments': plain('get', 'How full the slots of a day are, for the staff'),
}

/** The books of a car park, for those who keep them. */
const lotPaths = {
  '/api/lots/{lot}/days/{day}/books': {
    ...plain(
      'get',
      'The books of a business day as they stand: breaks, uses that fit, sums by class, lane, shift, counter',
    ),
    ...plain(
      'post',
      'The same; what is news is told, and after the cut-off another version of the settlement is drawn',
      object({}),
    ),
  },
  '/api/lots/{lot}/days/{day}/books.csv': plain('get', 'The same, for a spreadsheet'),
  '/api/lots/{lot}/days/{day}/books.xlsx': plain('get', 'The same, as an Excel workbook'),
  '/api/lots/{lot}/story': plain('get', 'What became of an exemption (`?exemption=`), moment by moment'),
  '/api/lots/{lot}/stories': plain(
    'post',
    'The exemptions a plate had here, the latest first; sixty in ten minutes of one of the staff',
    object({ plate: text }),
  ),
  '/api/lots/{lot}/uses': plain(
    'get',
    'Free parking by business day (`?from=&to=`, at most 31): granted and used, in count and minutes, and fen waived',
  ),
  '/api/lots/{lot}/endings': plain(
    'get',
    'Breaks by business day (`?from=&to=`, at most 31) that people have ended: how, by whom, and their words',
  ),
  '/api/lots/{lot}/days/{day}/file': {
    ...plain('get', 'The columns of the lot’s daily file, and what of the day was taken last'),
    ...plain(
      'post',
      'The lot’s daily file, text/csv up to 32 MiB: all of its rows are taken, or none and each bad cell is told',
    ),
  },
  '/api/lots/{lot}/days/{day}/disputes': plain(
    'post',
    'One side says of a use in the day’s latest settlement that it is wrong; the other answers by adjustment.approve or adjustment.reject',
    schemaOf(DisputeWish),
  ),
  '/api/lots/{lot}/days/{day}/settlements/{version}': plain('get', 'A settlement of the day, as both sides sign it'),
}

/** The OpenAPI document: commands and refusals are made from the contract, and every route of the hub is in it. */
export function openApi(version: string): object {
  return {
    openapi: '3.1.0',
    info: { title: 'Pingting 评停', version, description: 'Commands and questions of a government service hall.' },
    paths: {
      '/api/halls/{hall}/commands': commandPath('hall', 'hall', 'HallCommand'),
      '/api/lots/{lot}/commands': commandPath('car park', 'lot', 'LotCommand'),
      '/api/cities/{region}/commands': commandPath('city', 'region', 'CityCommand'),
      ...hallPaths,
      ...appointmentPaths,
      ...lotPaths,
      ...staffPaths,
      ...hubPaths,
      ...devicePaths,
    },
    components: {
      securitySchemes: {
        credential: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'sid' },
      },
      schemas: {
        HallCommand: schemaOf(HallCommand),
        LotCommand: schemaOf(LotCommand),
        CityCommand: schemaOf(CityCommand),
        CaseList: schemaOf(CaseList),
        CaseReasons: schemaOf(CaseReasons),
        PolicyTrialRequest: schemaOf(PolicyTrialRequest),
        Accepted: object({
          ok: { const: true },
          stream: text,
          seq: { type: 'integer' },
          replayed: { type: 'boolean' },
          events: { type: 'array', items: { type: 'object' } },
        }),
        Refused: object(
          { ok: { const: false }, code: { enum: Object.keys(refusals) }, zh: text, en: text, about: text },
          ['ok', 'code', 'zh', 'en'],
        ),
      },
    },
    security: [{ credential: [] }, { session: [] }],
  }
}
