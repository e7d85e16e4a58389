import { Subscription } from 'node-opcua'

// Loaded before a gate, to make it one that publishes half a second apart, whatever it is asked for.
Subscription.minimumPublishingInterval = 500
