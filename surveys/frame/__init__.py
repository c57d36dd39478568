"""Responses as columns of codes, kept in files that can be made again at any time."""

from surveys.frame.frame import Frame, build
from surveys.frame.frames import Frames, forget, frame_of, frames_of, keep_in

__all__ = ["Frame", "Frames", "build", "forget", "frame_of", "frames_of", "keep_in"]
