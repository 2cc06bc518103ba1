import type { Disclosed, EventView, NoticeView } from '#libs/disclosure';
import type { OutgoingMessage } from '#libs/kafka';
import { messagesFor } from '../../../libs/delivery/kafka/recipient-message.js';
import { rejectionMessage } from '../../../libs/delivery/kafka/rejection-message.js';
import { eventOf, noticeOf, type Entry, type RecipientEvent } from '../../../libs/delivery/model/event.js';
import type { UnsentRejection } from '../../../libs/delivery/model/rejection.js';
import type { Outlet } from '../../../libs/delivery/outlet.js';

declare const outlet: Outlet;
declare const entry: Entry;
declare const view: EventView;
declare const said: NoticeView;
declare const seen: Disclosed<EventView | null>;
declare const event: RecipientEvent;
declare const rejection: UnsentRejection;
declare const message: OutgoingMessage;

export const toATopic = () => outlet.producer.sendAll([{ topic: 't', messages: [messagesFor(eventOf(entry, seen)).message] }]);

export const aRefusal = () => outlet.producer.sendAll([{ topic: 't', messages: [rejectionMessage(rejection)] }]);

//! TS2345 Property 'passedDisclosure' is missing in type 'RecipientEvent'
export const anUndisclosedEvent = () => messagesFor(event);

//! TS2345 Property 'passedDisclosure' is missing in type 'EventView'
export const anUndisclosedView = () => eventOf(entry, view);

//! TS2345 Property 'passedDisclosure' is missing in type
export const anUndisclosedNotice = () => noticeOf(entry, said);

//! TS2322 Property 'madeForOneRecipient' is missing in type 'OutgoingMessage'
export const aMessageMadeElsewhere = () => outlet.producer.sendAll([{ topic: 't', messages: [message] }]);

//! TS2322 Property 'madeForOneRecipient' is missing
export const aMessageMadeHere = () => outlet.producer.sendAll([{ topic: 't', messages: [{ key: 'k', value: JSON.stringify(view), headers: {} }] }]);
