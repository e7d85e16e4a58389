export const en = {
  booth: {
    title: 'Parking booth',
    ask: 'Plate or ticket',
    askHint: 'The last three to six characters of a plate will do, or a ticket number such as A023.',
    foundTally: '{count} found',
    none: 'No such car was found.',
    noneToDo: 'Check the plate; or ask the driver for the ticket or the phone page, and look for the ticket number.',
    hubLost: 'This page does not reach the hub: it shows what was known before.',
    hubLostToDo:
      'The gate lets out by itself whom it knows of; for everybody else go by the car park’s own rule, and write the plate down.',
    linkLost: 'The link to the gate is down: free parking may not have reached it yet.',
    linkLostToDo:
      "Go by this page: where it shows that free parking was granted, follow the car park's emergency procedure and write it down. What waits is sent when the link is back.",
    notRated: 'No free parking: not rated yet, or this plate was not given with the rating.',
    notRatedToDo:
      'After the visit, rate on the phone page, the kiosk or the counter tablet and give the plate; it takes effect at once.',
    mistyped:
      'Ticket {ticket} gave {plate}, one character off. Check with the driver; the parking operator can match them on the parking page, and it takes effect at once.',
    otherClass: 'This car is not charged as a casual one; it needs no exemption.',
    unknown: "The gate's answer was lost; it is being asked, and the outcome will show soon.",
    toDesk: 'Ask the parking operator to settle it on the parking page.',
    stay: 'Parking',
    minutes: 'Free minutes',
    entered: 'Entered',
    carClass: 'Class',
    gatePlate: 'The gate reads',
    review: 'Plate to be checked',
    reviewToDo: 'camera {confidence}% sure; the parking operator checks it',
    fee: 'Fee',
    fees: 'due {before}, waived {waived}, paid {after}',
    feeAtGate: 'as the gate shows it',
    notSeen: 'The gate has not told of this car',
    left: 'left at {at}',
    insideFor: 'inside for {span}',
  },
  howFound: {
    plate: 'same plate',
    ticket: 'same ticket',
    ending: 'same ending',
    near: 'One character off: check with the driver',
  },
} as const
