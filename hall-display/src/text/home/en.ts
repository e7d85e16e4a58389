import type { Shape } from '../fill.ts'
import type { zh } from './zh-CN.ts'

export const en: Shape<typeof zh> = {
  home: {
    title: 'Home',
    welcome: 'Pingting · Running a service hall',
    what: 'The queue, the ratings and the parking, linked in one place.',
    faces: 'All faces',
    board: 'Hall board',
    boardWhat: 'Calls, waiting, today in figures, satisfaction',
    counter: 'Counter console',
    counterWhat: 'Staff log in, call and serve',
    parking: 'Parking',
    books: 'Books and closing',
    booksWhat: 'What hall and car park do not agree on, and the close of a day',
    parkingWhat: 'Every free-parking exemption and what became of it',
    policies: 'Free parking policy',
    policiesWhat: 'Versions in force and to come; try and adopt one',
    account: 'My account',
    accountWhat: 'Change your password, turn on the second step',
    kiosk: 'Ticket kiosk',
    kioskWhat: 'Take a ticket, or rate by code (needs pairing)',
    tablet: 'Counter tablet',
    tabletWhat: 'Visitors rate at the counter (needs pairing)',
    phone: 'Phone page',
    phoneWhat: 'Opens from the QR code on a ticket',
    logIn: 'Staff log-in',
    pairing: 'Pair a device',
    pairingWhat: 'Shown on this machine only. A click makes this browser that device.',
    atCounter: 'counter {counter}',
  },
  device: { board: 'Hall board', kiosk: 'Ticket kiosk', tablet: 'Counter tablet', booth: 'Parking booth' },
}
