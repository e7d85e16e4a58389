import type { Shape } from '../fill.ts'
import type { zh } from './zh-CN.ts'

export const en: Shape<typeof zh> = {
  plate: {
    title: 'Plate keyboard',
    empty: 'Nothing entered yet',
    beginProvince: 'Begin with the province.',
    newEnergyPlace: 'New energy plates have eight characters, others seven.',
    noPlate: 'No plate',
    slipNumber: 'Enter the number on your entry slip.',
    fits: 'This can be a car.',
    doesNotFit: 'This is not a plate number we know. Please check it.',
    back: 'Delete one',
    skip: 'Skip',
    endingTitle: 'Type the last 3 to 6 characters of your plate',
    find: 'Find my car',
    chooseCar: 'Tap your car',
    enteredAt: 'came at {at}',
    noneFound: 'No car inside ends in {ending}. Please check, or type the whole plate.',
    noneOfThese: 'None of these: type again',
    again: 'Type again',
    whole: 'Type the whole plate',
  },
}
