/** What carries picture and sound: the same four things are asked of it, browser to browser or through a server. */
import type { Hearing } from "./hearing";
import type { Quality } from "./quality";

export interface Place {
  id: string;
  seat: string;
  person: string;
  microphone: boolean;
  camera: boolean;
}

/** This page's own, before it has a place at the table and after. */
export type OwnPlace = Pick<Place, "id" | "seat">;

/** What the server answers to who joins, or gets ready to. */
export interface Ticket {
  plane: string;
  ice_servers: RTCIceServer[];
  limit: number;
  places: Place[];
}

export type Kind = "audio" | "video";
export type Tracks = Record<Kind, MediaStreamTrack | null>;
export const NO_TRACKS: Tracks = { audio: null, video: null };

export interface PlaneEvents {
  signal(to: string, signal: unknown): void;
  track(place: Place, track: MediaStreamTrack): void;
  gone(id: string): void;
  /** How well a place is connected, and whether its picture has stopped. */
  link(place: Place, quality: Quality, still: boolean): void;
  /** Nobody at all can be reached, or somebody can again. */
  blocked(blocked: boolean): void;
}

export interface Plane {
  /**
   * Connect to who is at the table now, or get ready to where one is not among them yet; what it signals then is said
   * together with the wish for a place. `patient`: keep those who are missing only because the server begins anew.
   */
  seat(places: readonly Place[], patient: boolean): void;
  hear(from: string, signal: unknown): void;
  send(tracks: Tracks): void;
  follow(hearing: Hearing): void;
  measure(): Promise<void>;
  revive(): void;
  close(): void;
}
